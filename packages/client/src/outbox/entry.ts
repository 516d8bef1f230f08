import type { Card, Moved, Status } from '@edgar-auto-shop/contract';
import type { Failure } from '../errors.ts';

/** Where a card stood, and what an undo therefore brings back. */
export type Place = Pick<Card, 'status' | 'position' | 'check_in_at' | 'check_out_at'>;

/** What somebody wants done to a card. */
export type Change =
  | { kind: 'move'; to: Status; position: number | undefined }
  | { kind: 'reorder'; position: number }
  /**
   * `restore` is known for one's own latest change only; otherwise the screen waits for the server. `undoes` is the entry that it takes
   * back, where that was still here; without one it takes back the version that it was made from.
   */
  | { kind: 'undo'; restore: Place | undefined; undoes?: string | undefined };

/**
 * Why an entry is not sent any more.
 *
 * - a refusal by the server, or by the rules of the workflow as the server would
 * - `expired`: older than keys live, so that sending it could do it twice
 * - `other_database`: the server has another database than the one it was made on
 */
export type ParkedBecause = Failure | { kind: 'expired' } | { kind: 'other_database' };

/**
 * What somebody wants done to a card, as it is kept until the server has it.
 *
 * - `pending`: not sent yet, or to be sent again; with a `reason` where a try has failed although the device has a network.
 * - `sent`: under way; whether it is applied is unknown.
 * - `conflicted`: the card was changed meanwhile; somebody has to choose. Not sent.
 * - `refused`: it cannot be done any more. Not sent.
 * - `applied`: done; kept a moment, so that every window learns the answer.
 */
export interface OutboxEntry {
  /** Its name for as long as it is here. */
  readonly id: string;
  /** The Idempotency-Key of every try. A change that is made anew gets a new one. */
  readonly key: string;
  readonly cardId: string;
  /** The board it was made on. */
  readonly date: string;
  readonly change: Change;
  /** The version that it was made from, changes still pending before it included. */
  readonly expectedVersion: number;
  /** Where the card stood before, if it was on the board. */
  readonly before: Place | undefined;
  /** Whose card it is, to be told without a board. */
  readonly customer: string;
  /** When it was made, as an instant. */
  readonly at: string;
  readonly state: 'pending' | 'sent' | 'conflicted' | 'refused' | 'applied';
  /** Failed tries. */
  readonly tries: number;
  /** Whether a failed try may have arrived: then only its key can tell, and its request never changes any more. */
  readonly unsure: boolean;
  /** How often the answer was no verdict and perhaps about this card alone: a page of whatever stands in between, a defect, silence that lasts. */
  readonly odd?: number | undefined;
  /** Not to be tried sooner, in milliseconds since 1970. Other cards' changes pass it by. */
  readonly notBefore?: number | undefined;
  /**
   * Whether it was made offline, or waited for long: who made it has looked elsewhere since, and is asked where it is in
   * conflict, instead of being told in passing.
   */
  readonly waited: boolean;
  /** How often it was made anew without asking. */
  readonly rebases: number;
  /** The database it was made on, where that is known. */
  readonly database?: string | undefined;
  readonly reason?: ParkedBecause | undefined;
  /** The card as it is instead, as far as the server told; with the day it is on now. */
  readonly theirs?: (Card & { date?: string }) | undefined;
  /** The entry it fell with. */
  readonly follows?: string | undefined;
  readonly answer?: Moved | undefined;
  readonly appliedAt?: number | undefined;
}

/** An outbox's entries, in the order in which they were made. */
export type Entries = readonly OutboxEntry[];

/** What whoever makes a change says of it. */
export interface NewEntry extends Pick<OutboxEntry, 'cardId' | 'date' | 'change' | 'expectedVersion'> {
  /** The card as it is shown, if it is on the board. */
  card?: Card | undefined;
}

export const placeOf = ({ status, position, check_in_at, check_out_at }: Card): Place => ({
  status,
  position,
  check_in_at,
  check_out_at,
});

/** Whether it is still to be done. */
export const isOpen = ({ state }: OutboxEntry): boolean => state === 'pending' || state === 'sent';

/** Whether it is kept without being sent, until somebody has chosen. */
export const isParked = ({ state }: OutboxEntry): boolean => state === 'conflicted' || state === 'refused';
