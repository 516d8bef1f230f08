import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError, explainOutput } from './embedded-error.ts';
import { clearLeftovers } from './leftovers.ts';
import { serverTag } from './processes.ts';
import { nameOfWorkingFolder, runAs, type ServerAccount } from './server-account.ts';

/** The role and the database of the embedded server have one name. */
export const EDGAR = 'edgar';

/** Where things lie and who works on them. */
export interface ClusterPlace {
  readonly dataDir: string;
  /** PostgreSQL's own folder inside `dataDir`. */
  readonly pgdata: string;
  readonly account: ServerAccount;
  readonly binaries: Binaries;
  /** False only for tests that don't mind losing the data. */
  readonly durable: boolean;
}

/**
 * Makes the database cluster if there is none, and gives the password of its owner. It is made under another
 * name and renamed when it is complete and on disk: whoever is killed in the middle finds nothing half made.
 *
 * @throws EmbeddedPostgresError `wrong_version`, `not_postgres`, `not_writable`, `disk_full`, `start_failed`
 */
export async function ensureCluster(place: ClusterPlace): Promise<string> {
  const exists = await isCluster(place.pgdata, place.binaries.major);
  const known = await readFile(passwordFile(place), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const password = known.trim() || (await writePassword(place));
  if (!exists) await createCluster(place, password);
  else if (!known.trim()) await runStatements(place, place.pgdata, setPassword(password));
  return password;
}

async function isCluster(pgdata: string, major: string): Promise<boolean> {
  const entries = await readdir(pgdata).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (entries.length === 0) return false;
  if (!entries.includes('PG_VERSION')) {
    throw new EmbeddedPostgresError(
      'not_postgres',
      `The folder ${pgdata} holds files, but not those of a PostgreSQL server. ` +
        'Move them away, or choose another data folder with DATA_DIR.',
    );
  }
  const made = (await readFile(join(pgdata, 'PG_VERSION'), 'utf8')).trim();
  if (made === major) return true;
  throw new EmbeddedPostgresError(
    'wrong_version',
    `The data in ${pgdata} was made by PostgreSQL ${made}, this program brings ${major}. ` +
      `Start the release of this program that brings ${made}, or copy the data over: pg_dump it with a PostgreSQL ` +
      `${made} server on this folder, move the folder away, start this program, restore. Nothing was changed.`,
  );
}

async function createCluster(place: ClusterPlace, password: string): Promise<void> {
  const { account, binaries, dataDir, pgdata, durable } = place;
  const fresh = `${pgdata}.new`;
  await clearLeftovers(fresh, () => {});
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  if (account.ids) await chown(fresh, account.ids.uid, account.ids.gid);
  const initdb = [
    [binaries.initdb, '-D', nameOfWorkingFolder(account, fresh), '-U', EDGAR, '--auth=reject', '--encoding=UTF8'],
    // PostgreSQL's own C.UTF-8 sorts and folds case the same on every system, whatever the system's library says.
    ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--data-checksums', '--no-instructions'],
    ['-c', `cluster_name=${serverTag(fresh)}`, ...(durable ? [] : ['--no-sync'])],
  ].flat();
  await succeed(place, runAs(account, initdb, fresh));
  // Written as the account: root follows no link in a folder that another user owns.
  const rules = `# Written when this folder was made.\nhost all all 127.0.0.1/32 scram-sha-256\n`;
  await succeed(place, runAs(account, ['sh', '-c', 'cat > pg_hba.conf'], fresh, rules));
  await runStatements(place, fresh, `${setPassword(password)}CREATE DATABASE ${EDGAR};\n`);
  if (durable) await flush(join(fresh, 'pg_hba.conf'), fresh);
  // Only an empty folder goes; anything else makes this fail.
  await rmdir(pgdata).catch(() => {});
  await rename(fresh, pgdata);
  if (durable) await flush(dataDir);
}

/** Runs SQL, one statement a line, without opening a port that someone could come in by. */
async function runStatements(place: ClusterPlace, folder: string, sql: string): Promise<void> {
  const { account, binaries, durable } = place;
  const mode = ['--single', '-D', nameOfWorkingFolder(account, folder), '-c', 'exit_on_error=on'];
  const name = ['-c', `cluster_name=${serverTag(folder)}`];
  const command = [binaries.postgres, ...mode, ...name, ...(durable ? [] : ['-F']), 'postgres'];
  await succeed(place, runAs(account, command, folder, sql));
}

async function succeed(place: ClusterPlace, run: Promise<{ code: number; output: string }>): Promise<void> {
  const { code, output } = await run;
  if (code !== 0) throw explainOutput(place.dataDir, output);
}

function setPassword(password: string): string {
  return `ALTER ROLE ${EDGAR} PASSWORD '${password}';\n`;
}

function passwordFile(place: ClusterPlace): string {
  return join(place.dataDir, 'postgres-password');
}

async function writePassword(place: ClusterPlace): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  const path = passwordFile(place);
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(`${password}\n`);
    const { uid, gid } = await stat(place.dataDir);
    if (process.geteuid?.() === 0) await file.chown(uid, gid);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  return password;
}

async function flush(...paths: string[]): Promise<void> {
  for (const path of paths) {
    const file = await open(path, 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }
}
