import type { OutboxEntry } from '@edgar-auto-shop/client/outbox';
import { type Card, type Decision, decideMove, decideReorder, placeAt, type Status } from '@edgar-auto-shop/contract';
import { type BoardModel, withoutCard } from './board-model.ts';

/** A change that another part of the program had acknowledged: an edited, new or cancelled appointment. */
export interface Written {
  card: Card;
  /** Whether this board no longer shows it. */
  removed: boolean;
}

export type Overlay = { intent: OutboxEntry } | { written: Written };

function put(model: BoardModel, card: Card, status: Status, position: number | undefined): BoardModel {
  const order = withoutCard(model.order, card.id);
  order[status] = placeAt(order[status], card.id, position);
  return { ...model, cards: new Map(model.cards).set(card.id, { ...card, status }), order };
}

function decided(model: BoardModel, decision: Decision<Card>): BoardModel {
  if (decision.kind !== 'changed') return model;
  const { card, order } = decision;
  return { ...model, cards: new Map(model.cards).set(card.id, card), order: { ...model.order, ...order } };
}

function applyWritten(model: BoardModel, { card, removed }: Written): BoardModel {
  const known = model.cards.get(card.id);
  if (removed) {
    if (!known) return model;
    const cards = new Map(model.cards);
    cards.delete(card.id);
    return { ...model, cards, order: withoutCard(model.order, card.id) };
  }
  return known && known.version >= card.version ? model : put(model, card, card.status, card.position);
}

function guess(model: BoardModel, card: Card, { change, at }: OutboxEntry): BoardModel {
  switch (change.kind) {
    case 'move':
      return decided(model, decideMove(model.order, card, change.to, change.position, at));
    case 'reorder':
      return decided(model, decideReorder(model.order, card, change.position, at));
    case 'undo':
      return change.restore
        ? put(
            model,
            { ...card, ...change.restore, version: card.version + 1 },
            change.restore.status,
            change.restore.position,
          )
        : model;
  }
}

function applyIntent(model: BoardModel, intent: OutboxEntry): BoardModel {
  const card = model.cards.get(intent.cardId);
  // A card past the version that the intent was made from has the change already, or somebody was faster and it will be
  // refused. Showing it either way would move a card that is where it belongs.
  if (!card || card.version > intent.expectedVersion) return model;
  const guessed = guess(model, card, intent);
  const { answer } = intent;
  if (!answer) return guessed;
  const { version, updated_at } = answer;
  return put(guessed, { ...(guessed.cards.get(card.id) ?? card), version, updated_at }, answer.status, answer.position);
}

/** What the screen shows: the confirmed board with everything on top that it does not have yet, in the order it was done. */
export function replay(confirmed: BoardModel, overlays: readonly Overlay[]): BoardModel {
  return overlays.reduce(
    (model, it) => ('intent' in it ? applyIntent(model, it.intent) : applyWritten(model, it.written)),
    confirmed,
  );
}
