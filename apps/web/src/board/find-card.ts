import { type Board, type Card, STATUSES } from '@edgar-auto-shop/contract';

export function findCard(board: Board | null, id: string): Card | undefined {
  for (const status of STATUSES) {
    const card = board?.columns[status].items.find((it) => it.id === id);
    if (card) return card;
  }
  return undefined;
}
