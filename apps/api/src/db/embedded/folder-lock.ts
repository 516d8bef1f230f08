import { chownSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError, explainFileError } from './embedded-error.ts';

/** Held while this process owns a data folder. */
export interface FolderLock {
  /** Lets the next process have the folder. */
  release(): void;
}

/** Long enough for the kernel to finish burying a big process that was just killed. */
const GRACE_MS = 1_000;
const SQLITE_BUSY = 5;

/** A lock is let go when its handle is collected, so the handles are kept here. */
const held = new Set<DatabaseSync>();

/**
 * Takes the data folder for this process alone, or refuses.
 *
 * The lock belongs to the kernel: an empty SQLite file holds it, because Node offers no flock. It ends with
 * the process that holds it, also after kill -9, so there is no stale lock to judge and a reused pid cannot
 * confuse it; it also holds between containers that share a folder. The pid beside it only serves the message.
 *
 * @throws EmbeddedPostgresError `in_use` after 1 s, or `not_writable`.
 */
export async function lockFolder(dataDir: string): Promise<FolderLock> {
  const deadline = Date.now() + GRACE_MS;
  for (;;) {
    const handle = tryLock(dataDir);
    if (handle) return ownedBy(handle, dataDir);
    if (Date.now() >= deadline) throw inUse(dataDir);
    await delay(50);
  }
}

function tryLock(dataDir: string): DatabaseSync | undefined {
  let handle: DatabaseSync | undefined;
  try {
    handle = new DatabaseSync(join(dataDir, 'edgar.lock'));
    handle.exec('BEGIN EXCLUSIVE');
    return handle;
  } catch (error) {
    handle?.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw new EmbeddedPostgresError('not_writable', `Cannot lock the data folder ${dataDir}: ${String(error)}`, {
      cause: error,
    });
  }
}

function ownedBy(handle: DatabaseSync, dataDir: string): FolderLock {
  held.add(handle);
  const release = (): void => {
    if (!held.delete(handle)) return;
    rmSync(join(dataDir, 'edgar.pid'), { force: true });
    handle.close();
  };
  try {
    writeFileSync(join(dataDir, 'edgar.pid'), `${process.pid}\n`);
    giveToOwner(dataDir, ['edgar.lock', 'edgar.pid']);
  } catch (error) {
    release();
    throw explainFileError(dataDir, error);
  }
  return { release };
}

/** One start with sudo must not lock the usual user out. */
function giveToOwner(dataDir: string, files: readonly string[]): void {
  if (process.geteuid?.() !== 0) return;
  const { uid, gid } = statSync(dataDir);
  for (const file of files) chownSync(join(dataDir, file), uid, gid);
}

function inUse(dataDir: string): EmbeddedPostgresError {
  let pid = '';
  try {
    pid = readFileSync(join(dataDir, 'edgar.pid'), 'utf8').trim();
  } catch {
    // Its owner is just starting or stopping; the message does without the number.
  }
  return new EmbeddedPostgresError(
    'in_use',
    `The data folder ${dataDir} is in use by ${pid ? `process ${pid}` : 'another process'}. ` +
      `Two servers on one folder would destroy it. Stop that one first${pid ? ` (kill ${pid})` : ''}, ` +
      'or start this one on a folder of its own with DATA_DIR.',
  );
}
