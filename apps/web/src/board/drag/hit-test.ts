import type { Status } from '@edgar-auto-shop/contract';
import type { Place } from '../place.ts';

/** How columns and cards are found on the page. */
export const COLUMN_ATTRIBUTE = 'data-column';
export const CARD_ATTRIBUTE = 'data-card';

/** The index at which a card would go in between others: below those whose middle is above the pointer. */
function indexAt(cards: readonly Element[], y: number): number {
  let low = 0;
  let high = cards.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const box = cards[middle]?.getBoundingClientRect();
    if (box && box.top + box.height / 2 < y) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The column under the pointer; null outside of all. */
export function columnUnder(x: number, y: number): Element | null {
  // By way of the board's children: a search through a page of 500 cards would be most of the work of a move.
  for (const column of document.querySelector('.board')?.children ?? []) {
    const box = column.getBoundingClientRect();
    if (x < box.left || x > box.right || y < box.top || y > box.bottom) continue;
    return column;
  }
  return null;
}

/** The place in a column that the pointer is at, read from the page as it is scrolled now. */
export function placeIn(column: Element, y: number, draggedId: string): Place {
  const cards = [...(column.querySelector('ul')?.children ?? [])].filter((child) => {
    const id = child.getAttribute(CARD_ATTRIBUTE);
    return id !== null && id !== draggedId;
  });
  return { status: column.getAttribute(COLUMN_ATTRIBUTE) as Status, index: indexAt(cards, y) };
}
