import type { Board, Card, Status } from '@edgar-auto-shop/contract';

/** A place among the cards that a column shows, the moved one left out. */
export interface Place {
  status: Status;
  index: number;
}

/**
 * The position that a place means. With a technician's filter on, a column shows some of its cards only: the card then goes
 * right above the shown one below it, or right below the last.
 *
 * @returns undefined for the end of a column that shows nothing, or all there is
 */
export function positionAt(
  shown: readonly Card[],
  moved: Card,
  { index }: Place,
  filtered: boolean,
): number | undefined {
  const others = shown.filter((card) => card.id !== moved.id);
  const inColumn = others.length < shown.length;
  const withoutMoved = (card: Card) => card.position - (inColumn && moved.position < card.position ? 1 : 0);
  const below = others[index];
  if (below) return withoutMoved(below);
  const last = others.at(-1);
  return filtered && last ? withoutMoved(last) + 1 : undefined;
}

/** Where a card stands among the cards its column shows. */
export function placeOf(board: Board, card: Card): Place {
  const index = board.columns[card.status].items.findIndex((it) => it.id === card.id);
  return { status: card.status, index: Math.max(0, index) };
}

/** How many cards a column would show with the moved one in it. */
export function sizeWith(board: Board, status: Status, moved: Card): number {
  const { items } = board.columns[status];
  return items.length + (items.some((card) => card.id === moved.id) ? 0 : 1);
}
