import { isOpen, type OutboxEntry, stillMeant } from '@edgar-auto-shop/client/outbox';
import { type Card, type Decision, decideMove, decideReorder, placeAt } from '@edgar-auto-shop/contract';
import { type BoardModel, withoutCard } from './board-model.ts';

/** A change that another part of the program had acknowledged: an edited, new or cancelled appointment. */
export interface Written {
  card: Card;
  /** Whether this board no longer shows it. */
  removed: boolean;
}

export type Overlay = { intent: OutboxEntry } | { written: Written };

/** Puts a card where it says that it is. */
function put(model: BoardModel, card: Card): BoardModel {
  const { id, status, position } = card;
  const order = withoutCard(model.order, id);
  order[status] = placeAt(order[status], id, position);
  return { ...model, cards: new Map(model.cards).set(id, card), order };
}

function decided(model: BoardModel, decision: Decision<Card>): BoardModel {
  if (decision.kind !== 'changed') return model;
  const { card, order } = decision;
  return { ...model, cards: new Map(model.cards).set(card.id, card), order: { ...model.order, ...order } };
}

function applyWritten(model: BoardModel, { card, removed }: Written): BoardModel {
  const known = model.cards.get(card.id);
  if (removed) {
    const cards = new Map(model.cards);
    cards.delete(card.id);
    return { ...model, cards, order: withoutCard(model.order, card.id) };
  }
  if (known && known.version >= card.version) return model;
  // An edit keeps a card's place; where that is, the order knows better than an answer from another moment.
  return known?.status === card.status
    ? { ...model, cards: new Map(model.cards).set(card.id, card) }
    : put(model, card);
}

function guess(model: BoardModel, card: Card, { change, at }: OutboxEntry): BoardModel {
  switch (change.kind) {
    case 'move':
      return decided(model, decideMove(model.order, card, change.to, change.position, at));
    case 'reorder':
      return decided(model, decideReorder(model.order, card, change.position, at));
    case 'undo':
      return change.restore ? put(model, { ...card, ...change.restore, version: card.version + 1 }) : model;
  }
}

/** @param ahead by how many versions others have brought a card further under what is on its way, by card */
function applyIntent(model: BoardModel, intent: OutboxEntry, ahead: Map<string, number>): BoardModel {
  const { cardId, expectedVersion } = intent;
  const card = model.cards.get(cardId);
  if (!card) return model;
  if (card.version > expectedVersion + (ahead.get(cardId) ?? 0)) {
    // The card has the change already, or somebody was faster and it will be refused: showing it either way would move a card that
    // is where it belongs. But what will be made anew on it without asking stays where it is shown, with what was built on it.
    if (!isOpen(intent) || intent.waited || !stillMeant(intent, card)) return model;
    ahead.set(cardId, card.version - expectedVersion);
  }
  const guessed = guess(model, card, intent);
  const { answer } = intent;
  if (!answer) return guessed;
  const { version, updated_at, status, position } = answer;
  return put(guessed, { ...card, ...guessed.cards.get(cardId), version, updated_at, status, position });
}

/** What the screen shows: the confirmed board with everything on top that it does not have yet, in the order it was done. */
export function replay(confirmed: BoardModel, overlays: readonly Overlay[]): BoardModel {
  const ahead = new Map<string, number>();
  return overlays.reduce(
    (model, it) => ('intent' in it ? applyIntent(model, it.intent, ahead) : applyWritten(model, it.written)),
    confirmed,
  );
}
