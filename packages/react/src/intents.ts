import type { Failure } from '@edgar-auto-shop/client';
import type { Card, Moved, Status } from '@edgar-auto-shop/contract';

/** Where a card stood, and what an undo therefore brings back. */
export type Place = Pick<Card, 'status' | 'position' | 'check_in_at' | 'check_out_at'>;

export type Change =
  | { kind: 'move'; to: Status; position: number | undefined }
  | { kind: 'reorder'; position: number }
  /** `restore` is known for one's own latest change only; otherwise the screen waits for the server. */
  | { kind: 'undo'; restore: Place | undefined };

/**
 * What somebody wants done to a card.
 *
 * - `queued`: not sent yet, or to be sent again.
 * - `sending`: under way; whether it is applied is unknown.
 * - `acknowledged`: applied; shown until a board arrives that has it.
 * - `refused`: shown until a newer board says where the card really is, so that it goes back once and not twice.
 */
export interface Intent {
  /** Its Idempotency-Key, from birth and for every try. */
  readonly key: string;
  readonly cardId: string;
  readonly change: Change;
  /** The version that it was made from, changes still pending before it included. */
  expectedVersion: number;
  /** Where the card stood before, if it was on the board. */
  readonly before: Place | undefined;
  /** When it was made, for the stamps on the card. */
  readonly at: string;
  phase: 'queued' | 'sending' | 'acknowledged' | 'refused';
  /** Failed tries; once tried, its request never changes any more. */
  tries: number;
  answer?: Moved;
  readonly settle: (outcome: Outcome) => void;
}

/** An intent as the screen may show it. */
export interface PendingIntent {
  key: string;
  cardId: string;
  kind: Change['kind'];
  /** Whether it failed before and is being tried again. */
  retrying: boolean;
}

/**
 * How an intent ended.
 *
 * - `applied`: the server has it; `answer` says where the card is.
 * - `refused`: the card is where `card` says (undefined: not on this board any more). `follows` tells that an earlier
 *   intent for the same card was refused, and this one fell with it.
 * - `withdrawn`: taken back before it was sent.
 */
export type Outcome =
  | { kind: 'applied'; cardId: string; answer: Moved; before: Place | undefined }
  | { kind: 'refused'; cardId: string; failure: Failure; card: Card | undefined; follows: boolean }
  | { kind: 'withdrawn'; cardId: string };
