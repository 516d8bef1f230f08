import type { Statement } from './database.ts';

/**
 * A board's lock could not be had, and was not waited for to the end. It bears PostgreSQL's own code for that
 * (lock_not_available), so that outside the transaction it is what a lock that was waited for in vain is.
 */
export class LockTaken extends Error {
  readonly code = '55P03';
  readonly board: string;

  constructor(shopId: string, date: string) {
    super(`the board of ${date} is locked`);
    this.board = boardName(shopId, date);
  }
}

/** A board's name among what is locked, e.g. `018f…c1/2025-09-20`. */
export const boardName = (shopId: string, date: string): string => `${shopId}/${date}`;

/** Whether it is the name of a board; that of a record is its id. */
export const isBoard = (lock: string): boolean => lock.includes('/');

/** The shop and the date in a board's name. */
export const partsOf = (board: string): [shopId: string, date: string] => board.split('/') as [string, string];

/** The name of the board whose lock was missing, where that is why a transaction failed. */
export const takenBoard = (error: unknown): string | undefined =>
  error instanceof Error && error.cause instanceof LockTaken ? error.cause.board : undefined;

/** How long this transaction waits for any lock from now on, in milliseconds. */
export const limitWaiting = (ms: number): Statement => ({
  name: 'limit-waiting',
  text: `select set_config('lock_timeout', $1, true)`,
  values: [`${ms}ms`],
});
