import type { Database } from '../../db/database.ts';
import { unavailable } from '../../errors.ts';
import type { Shop } from '../../request-context.ts';
import { readState } from './sql.ts';

/**
 * Asks the database, under the role that serves, whether it answers, still is the one that this process migrated, and is
 * as new as this process needs. One that a newer program has migrated since will do: migrations only go forward.
 *
 * @param migration the newest one that this process knows
 * @returns the newest one that the database has
 * @throws ApiError `unavailable`
 */
export async function checkReadiness(database: Database, shop: Shop, migration: number): Promise<number> {
  const [state] = await database.read({ shop, timing: { dbMs: 0 } }, (tx) =>
    tx.query<{ id: string; migration: number }>(readState()),
  );
  if (state?.id !== database.identity) {
    throw unavailable(5_000, new Error('another database answers now: restart this process so that it is migrated'));
  }
  if (state.migration < migration) {
    throw unavailable(
      5_000,
      new Error(`the database is at migration ${state.migration}, this process needs ${migration}`),
    );
  }
  return state.migration;
}
