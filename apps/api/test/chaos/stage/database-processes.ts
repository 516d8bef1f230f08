import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { childrenOf } from './process-tree.ts';

/** A recovery that takes longer than this is not one any more. */
const PATIENCE_MS = 30_000;
/** PostgreSQL with nothing but its own processes has these at least: postmaster, checkpointer, writers, launcher. */
const FEWEST = 5;

/**
 * All processes of the PostgreSQL on a data folder, the postmaster first. One process spared by a kill would be enough to
 * write to the disk what the others had not.
 */
function databaseProcesses(dataDir: string): number[] {
  const postmaster = Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
  const pids = [postmaster, ...childrenOf(postmaster)];
  if (!pids.every((pid) => pid > 1) || pids.length < FEWEST) throw new Error(`cannot be all of PostgreSQL: ${pids}`);
  return pids;
}

/** The same, as soon as it is up again from whatever befell it before. */
export async function runningDatabase(dataDir: string): Promise<number[]> {
  for (const deadline = performance.now() + PATIENCE_MS; ; await delay(50)) {
    try {
      return databaseProcesses(dataDir);
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
  }
}

/** Within microseconds of each other. */
export function signalAll(pids: number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // A connection's process that ended by itself.
    }
  }
}
