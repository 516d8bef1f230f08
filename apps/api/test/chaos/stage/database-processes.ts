import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childrenOf } from './process-tree.ts';

/** PostgreSQL with nothing but its own processes has these at least: postmaster, checkpointer, writers, launcher. */
const FEWEST = 5;

/**
 * All processes of the PostgreSQL on a data folder, the postmaster first. One process spared by a kill would be enough to
 * write to the disk what the others had not.
 */
export function databaseProcesses(dataDir: string): number[] {
  const postmaster = Number.parseInt(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
  const pids = [postmaster, ...childrenOf(postmaster)];
  if (!pids.every((pid) => pid > 1) || pids.length < FEWEST) throw new Error(`cannot be all of PostgreSQL: ${pids}`);
  return pids;
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
