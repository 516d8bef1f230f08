import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.ts';

// Everything that ends up in the built web app. Times of files would do after an edit, but not after a git checkout.
const SOURCES = [
  'apps/web/{src,public}/**/*',
  'apps/web/{index.html,package.json,vite.config.ts}',
  'packages/{contract,client,react}/{src/**/*,package.json}',
  'package-lock.json',
];
const HASH_FILE = 'apps/web/dist/.build-hash';

export function sourceHash(root: string): string {
  const hash = createHash('sha256');
  for (const path of globSync(SOURCES, { cwd: root }).sort()) {
    if (/\.test\.tsx?$/.test(path) || !statSync(join(root, path)).isFile()) continue;
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

export function isBuilt(root: string): boolean {
  const file = join(root, HASH_FILE);
  return existsSync(file) && readFileSync(file, 'utf8') === sourceHash(root);
}

/** Builds the web app if its sources changed since the last build. Answers what went wrong, or null. */
export async function buildIfNeeded(root: string, say: (line: string) => void): Promise<string | null> {
  if (isBuilt(root)) return null;
  const hash = sourceHash(root);
  say('Building the web app (once, and again after its sources change) …');
  const { code, output } = await runCommand(['vite', 'build'], { cwd: join(root, 'apps', 'web') });
  if (code !== 0) return output;
  // Last, and with the hash from before: what changed during the build is built again at the next start.
  writeFileSync(join(root, HASH_FILE), hash);
  return null;
}
