import type { Failure } from '@edgar-auto-shop/client';
import { type Card, invalidTransitionMessage, type Status, TRANSITIONS } from '@edgar-auto-shop/contract';
import type { Outcome } from './intents.ts';

/** What the workflow forbids, refused as the server would. */
export function refusedHere(card: Card, to: Status): Outcome {
  const { status: from } = card;
  const message = invalidTransitionMessage(from, to);
  const details = { from, to, allowed: TRANSITIONS[from] };
  const failure = { kind: 'invalid_transition' as const, status: 422, message, details, correlationId: '' };
  return { kind: 'refused', cardId: card.id, failure, card, follows: false };
}

export function notHere(cardId: string): Outcome {
  const message = 'There is no such card on this board';
  const failure = { kind: 'not_found' as const, status: 404, message, details: undefined, correlationId: '' };
  return { kind: 'refused', cardId, failure, card: undefined, follows: false };
}

/** The card as a conflict says that it now is: the best there is to show while the board itself cannot be read. */
export function currentOf(failure: Failure): Card | undefined {
  if (failure.kind !== 'version_conflict') return undefined;
  const { current } = failure.details;
  return 'status' in current && 'position' in current ? (current as Card) : undefined;
}
