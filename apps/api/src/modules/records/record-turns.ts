import pLimit from 'p-limit';
import type { Database, Finished, Tx } from '../../db/database.ts';
import { isLockTimeout } from '../../db/failures.ts';
import { takenBoard, waitForBoard } from '../../db/lock-wait.ts';
import type { RequestContext } from '../../request-context.ts';

/** Changes of records at a time, of which each has a connection: with what boards take of a pool of ten, three are left for reads. */
const CHANGES_AT_ONCE = 3;
/** How long one waits for a board at a time, in milliseconds, one after the other; then others may try. */
const WAIT_MS = 250;
/** Whoever could not have all boards for so long, in milliseconds, is told so: as long as PostgreSQL waits for a lock. */
const GIVE_UP_MS = 2_500;

/**
 * Runs changes of records, a few at a time. Where a board that shows the record is held by somebody, the change lets go of
 * all that it has, waits for that board with nothing else in hand, and is tried again.
 */
class RecordTurns {
  readonly #database: Database;
  readonly #atWork = pLimit(CHANGES_AT_ONCE);
  readonly #waiting = pLimit(1);

  constructor(database: Database) {
    this.#database = database;
  }

  async run<T>(ctx: RequestContext, work: (tx: Tx) => Promise<Finished<T>>): Promise<T> {
    const until = performance.now() + GIVE_UP_MS;
    let missing: string | undefined;
    for (;;) {
      const date = missing;
      try {
        if (date === undefined) return await this.#atWork(() => this.#database.transaction(ctx, work));
        return await this.#waiting(() =>
          this.#database.transaction(ctx, async (tx) => {
            await waitForBoard(tx, ctx.shop.id, date, WAIT_MS);
            return work(tx);
          }),
        );
      } catch (error) {
        missing = takenBoard(error) ?? date;
        if (missing === undefined || !isLockTimeout(error) || performance.now() >= until) throw error;
      }
    }
  }
}

const turns = new WeakMap<Database, RecordTurns>();

/** The turns of all who use the database. */
export function recordTurns(database: Database): RecordTurns {
  const known = turns.get(database) ?? new RecordTurns(database);
  turns.set(database, known);
  return known;
}
