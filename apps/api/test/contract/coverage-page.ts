import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A rule of the wire contract and what shows it. */
export interface CoveredRule {
  section: string;
  rule: string;
  tests: { file: string; title: string }[];
  /** Why nothing shows it yet. */
  open?: string;
}

const TEST = /^`([^`]+)` › (.+)$/;

/** Reads the tables of the page. A row that is neither covered nor open comes with no tests and no reason. */
export function readPage(page: string): CoveredRule[] {
  const rules: CoveredRule[] = [];
  let section = '';
  for (const line of page.split('\n')) {
    if (line.startsWith('## ')) section = line.slice(3);
    const cells = /^\| (.*) \| (.*) \|$/.exec(line);
    if (!cells || cells[1] === 'Rule') continue;
    const [, rule = '', shown = ''] = cells;
    const open = /^open: (.+)$/.exec(shown)?.[1];
    const tests = shown.split('<br>').flatMap((cell) => {
      const [, file, title] = TEST.exec(cell.trim()) ?? [];
      return file && title ? [{ file, title }] : [];
    });
    rules.push({ section, rule, tests, ...(open ? { open } : {}) });
  }
  return rules;
}

/** What is wrong with the page, in sentences. */
export function faultsOf(rules: CoveredRule[], root: string): string[] {
  return rules.flatMap(({ rule, tests, open }) => {
    if (open) return tests.length > 0 ? [`"${rule}" is open and shown at once`] : [];
    if (tests.length === 0) return [`"${rule}" names no test and is not open`];
    return tests.flatMap(({ file, title }) => {
      if (!/\.test\.ts$/.test(file) || !existsSync(join(root, file))) return [`"${rule}": there is no ${file}`];
      return hasTest(readFileSync(join(root, file), 'utf8'), title) ? [] : [`"${rule}": ${file} has no "${title}"`];
    });
  });
}

/** Whether the source has a test of that title: as a text that a call begins with, and not in a comment. */
function hasTest(source: string, title: string): boolean {
  const code = source.replace(/^\s*\/\/.*$/gm, '');
  return ["'", '"', '`'].some((quote) => {
    const literal = quote + (quote === "'" ? title.replaceAll("'", "\\'") : title) + quote;
    return code.includes(`(${literal}`) || new RegExp(`\\(\\s+${escaped(literal)}`).test(code);
  });
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
