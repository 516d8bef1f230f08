import { posix } from 'node:path';
import { isTestCode } from './places.ts';
import type { Rule, SourceFile, SourceTree, Violation } from './source-tree.ts';

export const noBarrels: Rule = {
  name: 'no barrel files inside a package',
  check: (tree) => {
    const entries = packageEntries(tree);
    return tree.files.flatMap((file): Violation[] => {
      const isIndex = /\/index\.(ts|tsx|js|mjs)$/.test(file.path);
      if ((!isIndex && !file.onlyReExports) || entries.has(file.path) || file.path.startsWith('packages/testing/'))
        return [];
      const message = isIndex
        ? 'index.ts is for the entry of a package only. Import the file that has the thing.'
        : 'This file only hands on exports of others. Import the file that has the thing.';
      return [{ path: file.path, line: 1, message }];
    });
  },
};

/** Every file that some package.json names under `exports`. */
function packageEntries(tree: SourceTree): Set<string> {
  const manifests = tree.files.filter((file) => /(^|\/)package\.json$/.test(file.path));
  return new Set(
    manifests.flatMap((file) => {
      const { exports } = JSON.parse(file.text) as { exports?: unknown };
      return targets(exports).map((target) => posix.join(posix.dirname(file.path), target));
    }),
  );
}

function targets(exports: unknown): string[] {
  if (typeof exports === 'string') return [exports];
  return exports !== null && typeof exports === 'object' ? Object.values(exports).flatMap(targets) : [];
}

export const noCycles: Rule = {
  name: 'no import cycles',
  check: (tree) => {
    const done = new Set<string>();
    const found = new Map<string, Violation>();
    for (const file of tree.files) walk(tree, file, [], done, found);
    return [...found.values()];
  },
};

function walk(
  tree: SourceTree,
  file: SourceFile,
  trail: string[],
  done: Set<string>,
  found: Map<string, Violation>,
): void {
  const seenAt = trail.indexOf(file.path);
  if (seenAt >= 0) {
    const cycle = trail.slice(seenAt);
    const message = `Import cycle: ${[...cycle, file.path].join(' → ')}. Move what they share into a file of its own.`;
    found.set([...cycle].sort().join(), { path: file.path, line: 1, message });
    return;
  }
  if (done.has(file.path)) return;
  for (const imported of file.imports) {
    const next = imported.file === null ? undefined : tree.byPath.get(imported.file);
    if (next !== undefined) walk(tree, next, [...trail, file.path], done, found);
  }
  done.add(file.path);
}

const WARN_LINES = 200;
const MAX_LINES = 400;
const MAX_TEST_LINES = 600;
const COUNTED = /\.(ts|tsx|js|mjs|css)$/;

const lineCount = (text: string) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

export const fileSize: Rule = {
  name: `no file over ${MAX_LINES} lines`,
  check: (tree) =>
    tree.files.flatMap((file): Violation[] => {
      const lines = lineCount(file.text);
      const limit = isTestCode(file.path) ? MAX_TEST_LINES : MAX_LINES;
      if (!COUNTED.test(file.path) || lines <= limit) return [];
      const message = `${lines} lines, ${limit} are allowed. Find the second thing it does and give it a file of its own.`;
      return [{ path: file.path, line: limit + 1, message }];
    }),
};

/** Files that are still allowed, but long enough to ask why. */
export function longFiles(tree: SourceTree): string[] {
  return tree.files
    .filter((file) => COUNTED.test(file.path) && !isTestCode(file.path) && lineCount(file.text) > WARN_LINES)
    .map((file) => `${file.path}: ${lineCount(file.text)} lines`);
}
