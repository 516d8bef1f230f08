import type { Database, Finished, Tx } from '../../db/database.ts';
import { isLockTimeout } from '../../db/failures.ts';
import { limitWaiting, takenBoard, waitForBoard } from '../../db/lock-wait.ts';
import type { RequestContext } from '../../request-context.ts';
import { BoardTurns, GIVE_UP_MS } from '../board/board-turns.ts';

/** Changes of records at a time, each with a connection; one of them waits for a lock that somebody else has. */
const OF_RECORDS = { atOnce: 3, waiting: 1, held: 1, plain: 2 };
/** How long a lock is waited for at first, in milliseconds, where it keeps others from their turn. */
const BRIEF_MS = 250;

/**
 * Runs changes of records: a few at a time, one a record. Where the record, or a board that shows it, is held by somebody, the change
 * lets go of all that it has, waits for that in turn with others that wait, and is tried again.
 */
class RecordTurns {
  readonly #database: Database;
  readonly #turns = new BoardTurns(OF_RECORDS);

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * @param id of the record; undefined for a new one
   * @throws ApiError `unavailable` where it could not be done in `GIVE_UP_MS`
   */
  run<T>(ctx: RequestContext, id: string | undefined, work: (tx: Tx) => Promise<Finished<T>>): Promise<T> {
    if (this.#database.isPart) return this.#database.transaction(ctx, work);
    const own = id === undefined ? [] : [id];
    return this.#turns.inLine(own, () => this.#insist(ctx, own, work));
  }

  async #insist<T>(ctx: RequestContext, own: string[], work: (tx: Tx) => Promise<Finished<T>>): Promise<T> {
    const shopId = ctx.shop.id;
    const since = performance.now();
    const until = since + GIVE_UP_MS;
    let waits = own.some((id) => this.#turns.isHeld(id));
    let board: string | undefined;
    for (;;) {
      const date = board;
      const attempt = (patience: number) =>
        this.#database.transaction(ctx, async (tx) => {
          if (date === undefined) tx.query(limitWaiting(patience)).catch(() => {});
          else await waitForBoard(tx, shopId, date, patience);
          return work(tx);
        });
      try {
        if (!waits) return await this.#turns.run(own, () => attempt(BRIEF_MS), { since, until });
        const names = date === undefined ? own : [shopId + date];
        return await this.#turns.run(names, attempt, { waits, since, until });
      } catch (error) {
        if (!isLockTimeout(error) || performance.now() >= until) throw error;
        waits = true;
        board = takenBoard(error) ?? date;
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
