import { type Board, type Card, type ColumnOrder, STATUSES, type Status } from '@edgar-auto-shop/contract';

/** One date's board as the rules want it: cards by id, and the ids of each column from top to bottom. */
export interface BoardModel {
  date: string;
  timeZone: string;
  revision: string;
  cards: ReadonlyMap<string, Card>;
  order: ColumnOrder;
}

/** An order made column by column. */
export function mapColumns<T>(make: (status: Status) => T): Record<Status, T> {
  return Object.fromEntries(STATUSES.map((status) => [status, make(status)])) as Record<Status, T>;
}

/** Whether two cards look the same wherever they stand: a neighbour's move changes a position, not a card. */
export function sameButPosition(a: Card, b: Card): boolean {
  return a === b || JSON.stringify({ ...a, position: 0 }) === JSON.stringify({ ...b, position: 0 });
}

/**
 * Reads a board that came over the wire. A card that is what it was keeps its identity, so that whoever compares by
 * identity redraws what changed and nothing else.
 */
export function modelOf(board: Board, previous?: BoardModel): BoardModel {
  const cards = new Map<string, Card>();
  for (const status of STATUSES) {
    for (const card of board.columns[status].items) {
      const known = previous?.cards.get(card.id);
      cards.set(card.id, known && sameButPosition(known, card) ? known : card);
    }
  }
  return {
    date: board.date,
    timeZone: board.time_zone,
    revision: board.revision,
    cards,
    order: mapColumns((status) => board.columns[status].items.map((card) => card.id)),
  };
}

/** Takes a card out of whatever column it is in. */
export function withoutCard(order: ColumnOrder, id: string): Record<Status, readonly string[]> {
  return mapColumns((status) => order[status].filter((it) => it !== id));
}
