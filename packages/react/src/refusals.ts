import type { Failure } from '@edgar-auto-shop/client';
import { absent, overtaken } from '@edgar-auto-shop/client/outbox';
import type { Card } from '@edgar-auto-shop/contract';
import type { Outcome } from './outcomes.ts';

export const refused = (cardId: string, failure: Failure, card?: Card, follows = false): Outcome => ({
  kind: 'refused',
  cardId,
  failure,
  card,
  follows,
});

/** An undo of what somebody else has done since, or before: nobody takes that back by accident. */
export const notYours = (card: Card, expected = card.version): Outcome =>
  refused(card.id, overtaken(expected, card), card);

export const notHere = (cardId: string): Outcome => refused(cardId, absent());
