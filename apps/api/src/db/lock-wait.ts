import type { Statement, Tx } from './database.ts';

/**
 * A board's lock could not be had, and was not waited for to the end. It bears PostgreSQL's own code for that
 * (lock_not_available), so that outside the transaction it is what a lock that was waited for in vain is.
 */
export class LockTaken extends Error {
  readonly code = '55P03';
  readonly date: string;

  constructor(date: string) {
    super(`the board of ${date} is locked`);
    this.date = date;
  }
}

/** The board whose lock was missing, where that is why a transaction failed. */
export const takenBoard = (error: unknown): string | undefined =>
  error instanceof Error && error.cause instanceof LockTaken ? error.cause.date : undefined;

/** How long this transaction waits for any lock from now on, in milliseconds. */
export const limitWaiting = (ms: number): Statement => ({
  name: 'limit-waiting',
  text: `select set_config('lock_timeout', $1, true)`,
  values: [`${ms}ms`],
});

const awaitBoard = (shopId: string, date: string): Statement => ({
  name: 'await-board',
  text: 'select 1 from boards where shop_id = $1 and date = $2 for update',
  values: [shopId, date],
});

/** Waits for a board's lock. To be called before the transaction has any other, so that nobody waits behind it for those. */
export async function waitForBoard(tx: Tx, shopId: string, date: string, ms: number): Promise<void> {
  await Promise.all([tx.query(limitWaiting(ms)), tx.query(awaitBoard(shopId, date))]);
}
