import { type Board, type Card, countCards, STATUSES, type Stats, sumTakings } from '@edgar-auto-shop/contract';
import { type BoardModel, mapColumns } from './board-model.ts';

/** Turns models into boards and keeps the identity of every card, column and count that did not change. */
export class BoardPainter {
  readonly #placed = new WeakMap<Card, Card>();
  #board: Board | null = null;
  #stats: Stats | null = null;

  /** The card with its true position; the rules leave positions to the order of the column. */
  #place(card: Card, position: number): Card {
    if (card.position === position) return card;
    const known = this.#placed.get(card);
    if (known?.position === position) return known;
    const placed = { ...card, position };
    this.#placed.set(card, placed);
    return placed;
  }

  paint(model: BoardModel): { board: Board; stats: Stats } {
    const previous = this.#board;
    const columns = mapColumns((status) => {
      const items = model.order[status].flatMap((id, index) => {
        const card = model.cards.get(id);
        return card ? [this.#place(card, index)] : [];
      });
      const before = previous?.columns[status];
      const unchanged = before?.items.length === items.length && items.every((card, i) => card === before.items[i]);
      return unchanged ? before : { items };
    });
    const cards = [...model.cards.values()];
    const counts = countCards(cards);
    const stats = { date: model.date, ...counts, ...sumTakings(cards) };
    if (JSON.stringify(stats) !== JSON.stringify(this.#stats)) this.#stats = stats;
    const unchanged =
      previous?.date === model.date &&
      previous.revision === model.revision &&
      STATUSES.every((status) => previous.columns[status] === columns[status]);
    const board: Board = unchanged
      ? previous
      : { date: model.date, time_zone: model.timeZone, revision: model.revision, columns, stats: counts };
    this.#board = board;
    return { board, stats: this.#stats ?? stats };
  }
}
