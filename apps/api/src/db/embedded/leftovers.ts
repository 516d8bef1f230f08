import { readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from './embedded-error.ts';
import { commandOf, isDefunct, listProcesses, servesFolder, signal } from './processes.ts';
import type { EmbeddedPostgresLog } from './server-log.ts';

interface Step {
  readonly afterMs: number;
  readonly signal: NodeJS.Signals;
}

/** A postmaster that stops writes a checkpoint first, which may take a while on a slow disk. */
const FOR_POSTMASTERS: readonly Step[] = [
  { afterMs: 0, signal: 'SIGINT' },
  { afterMs: 30_000, signal: 'SIGQUIT' },
];
/** Without a postmaster their shared memory is lost anyway; what they had committed is in the log on disk. */
const FOR_ORPHANS: readonly Step[] = [
  { afterMs: 0, signal: 'SIGTERM' },
  { afterMs: 2_000, signal: 'SIGQUIT' },
  { afterMs: 8_000, signal: 'SIGKILL' },
];
const PATIENCE_MS = 45_000;

/**
 * Makes room for a new postmaster on `pgdata`: stops one that a dead parent left behind and waits for one that is
 * still dying, sees off server processes without a postmaster, and removes a postmaster.pid whose number now
 * belongs to some other program (PostgreSQL would believe it). Call it only while holding the folder's lock.
 *
 * @throws EmbeddedPostgresError `still_running` when something does not end within 45 s.
 */
export async function clearLeftovers(pgdata: string, log: EmbeddedPostgresLog): Promise<void> {
  const folder = await realpath(pgdata).catch(() => undefined);
  if (!folder) return;
  const file = join(folder, 'postmaster.pid');
  const pid = await readPid(file);
  if (pid && servesFolder(await commandOf(pid), folder)) {
    log('warn', `A PostgreSQL server (process ${pid}) still runs on ${pgdata}; stopping it first`);
    await seeOff([pid], folder, FOR_POSTMASTERS);
  }
  const orphans = (await listProcesses()).filter(({ command }) => servesFolder(command, folder)).map((it) => it.pid);
  if (orphans.length > 0) {
    log('warn', `PostgreSQL processes (${orphans.join(', ')}) outlived their server on ${pgdata}; ending them`);
    await seeOff(orphans, folder, FOR_ORPHANS);
  }
  await removeStalePidFile(file, folder, log);
}

/**
 * PostgreSQL removes a stale file itself, unless its number was given to a new process, or to one that is dead and
 * waits for its parent, as in containers without an init. Where it cannot be told, PostgreSQL has the last word.
 */
async function removeStalePidFile(file: string, folder: string, log: EmbeddedPostgresLog): Promise<void> {
  const pid = await readPid(file);
  if (!pid) return;
  const command = await commandOf(pid);
  const isStale = command ? !servesFolder(command, folder) : await isDefunct(pid);
  if (!isStale) return;
  log('info', `Removing ${file}: process ${pid} is ${command ? 'another program' : 'dead'}`);
  await rm(file, { force: true });
}

async function readPid(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  // The number is negative while a single-user backend runs.
  const pid = Math.abs(Number.parseInt(text, 10));
  return pid > 1 ? pid : undefined;
}

async function seeOff(pids: readonly number[], folder: string, steps: readonly Step[]): Promise<void> {
  const begin = Date.now();
  const due = [...steps];
  for (;;) {
    const commands = await Promise.all(pids.map(commandOf));
    const alive = pids.filter((_pid, i) => servesFolder(commands[i] ?? '', folder));
    if (alive.length === 0) return;
    const waited = Date.now() - begin;
    if (waited > PATIENCE_MS) {
      throw new EmbeddedPostgresError(
        'still_running',
        `PostgreSQL (process ${alive.join(', ')}) still runs on ${folder} and does not stop. ` +
          `Look at what it does (ps ${alive.join(' ')}), end it, then start again.`,
      );
    }
    if (due[0] && waited >= due[0].afterMs) {
      const next = due.shift()?.signal ?? 'SIGTERM';
      for (const pid of alive) signal(pid, next);
    }
    await delay(20);
  }
}
