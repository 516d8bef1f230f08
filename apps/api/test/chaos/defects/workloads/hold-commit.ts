import { setTimeout as delay } from 'node:timers/promises';
import type { PgProxy } from '../pg-proxy.ts';
import type { Rig } from '../rig.ts';

/** A COMMIT that is under way, and stays so until it is released. */
export interface HeldCommit {
  reached: Promise<void>;
  release(): void;
}

/** Holds the next COMMIT that comes by; those after it pass. */
export function holdCommit(proxy: PgProxy): HeldCommit {
  const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  proxy.onCommit = async () => {
    proxy.onCommit = undefined;
    reached.resolve();
    await released.promise;
    return 'pass';
  };
  return { reached: reached.promise, release: released.resolve };
}

const PATIENCE_MS = 2_000;

/** Waits until so many wait for a lock; for a while only, because with a seeded bug nobody may. */
export async function untilBlocked(rig: Rig, database: string, many = 1): Promise<void> {
  const text = `select count(1)::int as blocked from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  for (const limit = performance.now() + PATIENCE_MS; performance.now() < limit; await delay(20)) {
    const [row] = await rig.sql<{ blocked: number }>(database, text);
    if (row && row.blocked >= many) return;
  }
}
