import { constants, type Stats } from 'node:fs';
import { access, lstat, mkdir, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedPostgresError, explainFileError } from './embedded-error.ts';

/**
 * The real path of the data folder, made if missing and found to be writable.
 * @throws EmbeddedPostgresError with a message that says what to do
 */
export async function openFolder(path: string): Promise<string> {
  const folder = resolve(path);
  try {
    await makeFolder(folder);
    const dataDir = await realpath(folder);
    await access(dataDir, constants.W_OK | constants.X_OK);
    if ((await found(stat(join(dataDir, 'PG_VERSION')))) === null) return dataDir;
  } catch (error) {
    throw explainFileError(folder, error);
  }
  throw new EmbeddedPostgresError(
    'not_postgres',
    `The folder ${folder} is itself the folder of a PostgreSQL server. This program keeps its own in a folder named ` +
      '"postgres" inside DATA_DIR: choose an empty folder.',
  );
}

/**
 * Makes what is missing, one folder after the other from the nearest that is there: with `recursive` Node goes round for
 * ever where a parent is there but lets nothing be made in it, e.g. /proc.
 */
async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  let there = folder;
  while (!(await isFolder(there, folder))) {
    missing.push(there);
    there = dirname(there);
  }
  for (const path of missing.reverse()) {
    try {
      await mkdir(path, { mode: 0o700 });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      // Another start was faster.
      if (code === 'EEXIST' && (await isFolder(path, folder))) continue;
      // What /proc and the like say where the parent is there.
      if (code === 'ENOENT') throw cannotBeMade(folder, `Nothing can be made in ${dirname(path)}.`);
      throw error;
    }
  }
}

/** Whether there is a folder; false where there is nothing. */
async function isFolder(path: string, wanted: string): Promise<boolean> {
  const target = await found(stat(path));
  if (target?.isDirectory()) return true;
  if (target !== null) throw cannotBeMade(wanted, `${path} is a file, not a folder.`);
  const link = await found(lstat(path));
  if (link === null) return false;
  throw cannotBeMade(wanted, `${path} is a link to ${await readlink(path)}, which is not there.`);
}

async function found(asked: Promise<Stats>): Promise<Stats | null> {
  try {
    return await asked;
  } catch (error) {
    // ENOTDIR: below a file; that file is found on the way up.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}

const cannotBeMade = (folder: string, why: string) =>
  new EmbeddedPostgresError(
    'not_a_folder',
    `The data folder ${folder} cannot be used: ${why} Choose another folder with DATA_DIR, e.g. DATA_DIR=./data npm start.`,
  );
