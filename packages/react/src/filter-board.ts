import type { Board } from '@edgar-auto-shop/contract';
import { mapColumns } from './board-model.ts';

/** Only the cards of one technician. Positions stay the true ones, as in the API's own filter. */
export function filterBoard(board: Board, techId: string): Board {
  return {
    ...board,
    columns: mapColumns((status) => ({ items: board.columns[status].items.filter((card) => card.tech_id === techId) })),
  };
}
