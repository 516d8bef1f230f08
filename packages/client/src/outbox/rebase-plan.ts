import {
  type Card,
  canTransition,
  invalidTransitionMessage,
  type Status,
  TRANSITIONS,
} from '@edgar-auto-shop/contract';
import type { Failure } from '../errors.ts';
import type { Entries, OutboxEntry } from './entry.ts';

/** Which of a card's changes still make sense on it as it now is, or why they don't. */
export type RebasePlan = { kind: 'possible'; ids: readonly string[] } | { kind: 'impossible'; reason: Failure };

/** What the workflow forbids, in the server's own words. */
export function illegal(from: Status, to: Status): Extract<Failure, { kind: 'invalid_transition' }> {
  const details = { from, to, allowed: TRANSITIONS[from] };
  const message = invalidTransitionMessage(from, to);
  return { kind: 'invalid_transition', status: 422, message, details, correlationId: '' };
}

/** What somebody else was faster with, in the server's own form. */
export function overtaken(expected_version: number, card: Card): Failure {
  const message = 'The card was changed meanwhile';
  const details = { expected_version, current_version: card.version, current: card };
  return { kind: 'version_conflict', status: 409, message, details, correlationId: '' };
}

/** What is asked of a card that is not here, in the server's own form. */
export function absent(): Failure {
  const message = 'Not on this board';
  return { kind: 'not_found', status: 404, message, details: undefined, correlationId: '' };
}

/** Looks through the changes of one card, first to last, as if they were made on the card that is there now. */
export function planRebase(chain: Entries, card: Card): RebasePlan {
  const ids: string[] = [];
  const trail: Status[] = [];
  let { status } = card;
  for (const entry of chain) {
    const { change } = entry;
    if (change.kind === 'move') {
      // Somebody else brought it there already: what was built on that may still be done.
      if (change.to === status && ids.length === 0 && chain.length > 1) continue;
      if (!canTransition(status, change.to)) return { kind: 'impossible', reason: illegal(status, change.to) };
      trail.push(status);
      status = change.to;
    } else if (change.kind === 'reorder') {
      // A place in a column that the card has left means nothing.
      if (entry.before?.status !== status)
        return { kind: 'impossible', reason: overtaken(entry.expectedVersion, card) };
      trail.push(status);
    } else {
      const back = trail.pop();
      // The latest change is somebody else's now, and not ours to take back.
      if (back === undefined || !ids.includes(change.undoes ?? ''))
        return { kind: 'impossible', reason: overtaken(entry.expectedVersion, card) };
      status = back;
    }
    ids.push(entry.id);
  }
  return { kind: 'possible', ids };
}

/** How often a move is made anew without asking. */
const MAX_REBASES = 3;

/**
 * Whether a move that was made a moment ago still means the same on the card as it now is: nobody has moved it to another
 * column. A reorder is not repeated blindly, for it may have been a reorder that was faster; nor is an undo.
 */
export const stillMeant = ({ change, before, rebases }: OutboxEntry, card: Card): boolean =>
  change.kind === 'move' &&
  rebases < MAX_REBASES &&
  before?.status === card.status &&
  canTransition(card.status, change.to);
