import { COLUMN_ATTRIBUTE } from './drag/hit-test.ts';

/** Moves the focus from card to card by arrow keys. Tells whether the key was an arrow. */
export function focusNeighbour(from: HTMLElement, key: string): boolean {
  if (!key.startsWith('Arrow')) return false;
  const columns = [...document.querySelectorAll(`[${COLUMN_ATTRIBUTE}]`)].map((column) => [
    ...column.querySelectorAll<HTMLElement>('.card-open'),
  ]);
  const column = columns.findIndex((cards) => cards.includes(from));
  const index = columns[column]?.indexOf(from) ?? 0;
  if (key === 'ArrowUp') columns[column]?.[index - 1]?.focus();
  else if (key === 'ArrowDown') columns[column]?.[index + 1]?.focus();
  else {
    const side = key === 'ArrowLeft' ? columns.slice(0, column).reverse() : columns.slice(column + 1);
    const cards = side.find((it) => it.length > 0);
    cards?.[Math.min(index, cards.length - 1)]?.focus();
  }
  return true;
}
