import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Finished, root, runCommand } from './run-command.ts';

const PACKAGE = join(root, 'scripts', 'api-docs-package');
const CACHE = join(root, 'node_modules', '.cache', 'api-docs');

/** The front doors of the packages that strangers install. */
const ENTRIES = [
  'packages/contract/src/index.ts',
  'packages/contract/src/endpoints/index.ts',
  'packages/client/src/index.ts',
  'packages/client/src/sigv4.ts',
  'packages/client/src/outbox/index.ts',
  'packages/react/src/index.ts',
];

/**
 * Makes the reference of everything that the packages export, from its comments. An export without one is an error.
 *
 * @param out the folder to write to; what is there goes
 */
export async function writeApiDocs(out: string): Promise<Finished> {
  const home = await typedoc();
  const entries = ENTRIES.filter((it) => existsSync(join(root, it))).flatMap((it) => ['--entryPoints', it]);
  const options = join(PACKAGE, 'typedoc.json');
  const program = join(home, 'node_modules', 'typedoc', 'bin', 'typedoc');
  return runCommand(['node', program, '--options', options, ...entries, '--out', out]);
}

/** Where typedoc is; got from npm the first time, with a lock file of its own. */
async function typedoc(): Promise<string> {
  const { dependencies } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const home = join(CACHE, Object.values(dependencies).join('-'));
  if (existsSync(home)) return home;
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, 'install-'));
  try {
    cpSync(PACKAGE, work, { recursive: true });
    const { code, output } = await runCommand(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: work,
    });
    if (code !== 0) throw new Error(`typedoc could not be installed:\n${output}`);
    // At the end, so that a run cut short leaves nothing half done.
    renameSync(work, home);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return home;
}
