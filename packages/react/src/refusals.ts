import { illegal, overtaken } from '@edgar-auto-shop/client/outbox';
import type { Card, Status } from '@edgar-auto-shop/contract';
import type { Outcome } from './outcomes.ts';

/** What the workflow forbids, refused as the server would. */
export function refusedHere(card: Card, to: Status): Outcome {
  return { kind: 'refused', cardId: card.id, failure: illegal(card.status, to), card, follows: false };
}

/** An undo of what somebody else has done since, or before: nobody takes that back by accident. */
export function notYours(card: Card, expected = card.version): Outcome {
  return { kind: 'refused', cardId: card.id, failure: overtaken(expected, card), card, follows: false };
}

export function notHere(cardId: string): Outcome {
  const message = 'There is no such card on this board';
  const failure = { kind: 'not_found' as const, status: 404, message, details: undefined, correlationId: '' };
  return { kind: 'refused', cardId, failure, card: undefined, follows: false };
}
