import { placeAt, type Status } from '@edgar-auto-shop/contract';
import type { StoredCard } from '../../db/stored-card.ts';
import type { Boards } from '../board/board-command.ts';
import type { BoardDelta } from '../board/board-state.ts';

/** Where a card is: on which board, in which column. */
export interface Place {
  date: string;
  status: Status;
}

/**
 * What happens on the boards when a card leaves one place and comes to another, either of which may be none.
 *
 * @param position its index there; `keep` leaves it where it is, which only makes sense in the same place
 */
export function transfer(
  boards: Boards,
  card: StoredCard,
  from: Place | null,
  to: Place | null,
  position: number | 'keep' | 'end',
): Map<string, BoardDelta> {
  const deltas = new Map<string, BoardDelta>();
  const order: BoardDelta['order'] = {};
  if (from && (from.date !== to?.date || from.status !== to.status)) {
    order[from.status] = boards.on(from.date).order[from.status].filter((id) => id !== card.id);
  }
  if (from && from.date !== to?.date) deltas.set(from.date, { cards: [], removed: [card.id], order });
  if (to) {
    const here = from?.date === to.date ? order : {};
    if (position !== 'keep') {
      here[to.status] = placeAt(
        boards.on(to.date).order[to.status],
        card.id,
        position === 'end' ? undefined : position,
      );
    }
    deltas.set(to.date, { cards: [card], removed: [], order: here });
  }
  return deltas;
}
