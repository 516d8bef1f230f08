import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Facts, parseSource } from './parse-source.ts';

/** One file as the rules see it; `path` starts at the root of the repository and uses `/` on every system. */
export interface SourceFile extends Facts {
  readonly path: string;
  readonly text: string;
}

export interface SourceTree {
  readonly files: readonly SourceFile[];
  readonly byPath: ReadonlyMap<string, SourceFile>;
}

export interface Violation {
  readonly path: string;
  readonly line: number;
  /** What is wrong and what to do instead, in one sentence or two. */
  readonly message: string;
}

export interface Rule {
  readonly name: string;
  check(tree: SourceTree): Violation[];
}

// Only these folders hold sources. The root is not walked whole: `data/` belongs to PostgreSQL and may be unreadable.
const FOLDERS = ['packages', 'apps', 'infra', 'ops', 'perf', 'scripts'];
const SKIPPED = new Set(['node_modules', 'dist', 'coverage', 'test-results', 'playwright-report', 'data']);
const READ = /\.(ts|tsx|js|mjs|css|sql|json)$/;

/** Builds a tree from texts, so that a test can show a rule a small broken house without touching the disk. */
export function sourceTree(texts: Readonly<Record<string, string>>): SourceTree {
  const files = Object.entries(texts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => ({ path, text, ...parseSource(path, text) }));
  return { files, byPath: new Map(files.map((file) => [file.path, file])) };
}

export function readSourceTree(root: string): SourceTree {
  const texts: Record<string, string> = {};
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isFile() && READ.test(entry.name) && entry.name !== 'package-lock.json') {
      texts[entry.name] = readFileSync(join(root, entry.name), 'utf8');
    }
    if (entry.isDirectory() && FOLDERS.includes(entry.name)) readFolder(root, entry.name, texts);
  }
  return sourceTree(texts);
}

function readFolder(root: string, folder: string, texts: Record<string, string>): void {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (SKIPPED.has(entry.name) || entry.name.startsWith('.')) continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) readFolder(root, path, texts);
    else if (READ.test(entry.name)) texts[path] = readFileSync(join(root, path), 'utf8');
  }
}
