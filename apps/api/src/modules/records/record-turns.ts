import type { Database, Finished, Tx } from '../../db/database.ts';
import { type Awaited, insist, waitForBoard } from '../../db/insist.ts';
import { LockTurns } from '../../db/lock-turns.ts';
import { isBoard, limitWaiting, partsOf } from '../../db/lock-wait.ts';
import { newId } from '../../db/uuid.ts';
import type { RequestContext } from '../../request-context.ts';
import { RevisionReader } from '../board/revision-reader.ts';

/** Changes of records at a time, each with a connection; one of them waits for a lock that somebody else has. */
const OF_RECORDS = { atOnce: 3, waiting: 1, suspect: 1, plain: 2 };
/** How long a lock is waited for at first, in milliseconds, where it keeps others from their turn. */
const BRIEF_MS = 250;

/**
 * Runs changes of records: a few at a time, one a record. Where the record, or a board that shows it, is held by somebody, the change
 * lets go of all that it has, waits for that in turn with others that wait, and is tried again.
 */
class RecordTurns {
  readonly #database: Database;
  readonly #turns: LockTurns;

  constructor(database: Database) {
    this.#database = database;
    const revisions = new RevisionReader(database);
    this.#turns = new LockTurns(OF_RECORDS, async (lock) =>
      isBoard(lock) ? revisions.read(...partsOf(lock)) : 'a record has no sign of life',
    );
  }

  /**
   * @param turnOf the id of the record that it changes or refers to, if any
   * @throws ApiError `unavailable` where it could not be done in `GIVE_UP_MS`
   */
  run<T>(ctx: RequestContext, turnOf: string | undefined, work: (tx: Tx) => Promise<Finished<T>>): Promise<T> {
    if (this.#database.isPart) return this.#database.transaction(ctx, work);
    const record = turnOf ?? newId();
    const attempt = async (_left: number, awaited?: Awaited) => {
      const value = await this.#database.transaction(ctx, async (tx) => {
        if (awaited !== undefined && isBoard(awaited.lock)) await waitForBoard(tx, awaited);
        // Travels together with what comes next.
        else tx.query(limitWaiting(awaited?.turn.patience ?? BRIEF_MS)).catch(() => {});
        return work(tx);
      });
      if (awaited) awaited.turn.hasLock = true;
      return value;
    };
    return this.#turns.inLine([record], () => insist(this.#turns, [record], attempt));
  }
}

const turns = new WeakMap<Database, RecordTurns>();

/** The turns of all who use the database. */
export function recordTurns(database: Database): RecordTurns {
  const known = turns.get(database) ?? new RecordTurns(database);
  turns.set(database, known);
  return known;
}
