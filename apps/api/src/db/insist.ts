import type { Statement, Tx } from './database.ts';
import { isLockTimeout } from './failures.ts';
import { GIVE_UP_MS, type LockTurns, type Turn } from './lock-turns.ts';
import { limitWaiting, partsOf, takenBoard } from './lock-wait.ts';

/** What to wait for before anything else is locked. */
export interface Awaited {
  /** That of a board, by its name, or one of the caller's own. */
  lock: string;
  turn: Turn;
}

/**
 * Takes turns until it is done. The first attempt waits for none of the boards for long; where one was missing, the next attempt lets go of
 * all else and waits for that one, in turn with others that do.
 *
 * @param locks what the attempt is known to need
 * @param attempt one transaction; is told how many milliseconds are left, or what to wait for first
 * @throws as the attempt does, for a lock once `GIVE_UP_MS` have passed; ApiError `unavailable` where it had no turn in time
 */
export async function insist<T>(
  turns: LockTurns,
  locks: string[],
  attempt: (left: number, awaited?: Awaited) => Promise<T>,
): Promise<T> {
  const since = performance.now();
  const until = since + GIVE_UP_MS;
  let lock = locks.find((one) => turns.isHeld(one));
  for (;;) {
    let awaited: Awaited | undefined;
    const work = (turn: Turn) => {
      awaited = lock === undefined ? undefined : { lock, turn };
      return attempt(until - performance.now(), awaited);
    };
    try {
      return await turns.run(lock === undefined ? locks : [lock], work, { waits: lock !== undefined, since, until });
    } catch (error) {
      if (!isLockTimeout(error) || performance.now() >= until) throw error;
      // Who had the lock waited for something else, which is better done without it.
      lock = takenBoard(error) ?? (awaited?.turn.hasLock ? undefined : (lock ?? locks[0]));
    }
  }
}

const awaitBoard = (board: string): Statement => ({
  name: 'await-board',
  text: 'select 1 from boards where shop_id = $1 and date = $2 for update',
  values: partsOf(board),
});

/** Waits for a board's lock. To be called before the transaction has any other, so that nobody waits behind it for those. */
export async function waitForBoard(tx: Tx, { lock, turn }: Awaited): Promise<void> {
  // It may have been had by an attempt that the database undid.
  turn.hasLock = false;
  const [, rows] = await Promise.all([tx.query(limitWaiting(turn.patience)), tx.query(awaitBoard(lock))]);
  // A board that was never touched has no lock yet.
  turn.hasLock = rows.length > 0;
}
