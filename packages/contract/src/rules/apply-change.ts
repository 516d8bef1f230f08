import type { Board } from '../schemas/board.ts';
import type { BoardChange } from '../schemas/board-change.ts';
import type { Card } from '../schemas/card.ts';
import { STATUSES } from './workflow.ts';

type Columns = Board['columns'];

/**
 * The board after a change: what the read would answer at the change's revision. Cards and columns that stay as they were
 * keep their identity.
 *
 * @param change must be the one that makes the revision after the board's
 * @throws RangeError where a revision is missing in between, or a column names a card that nobody has told of: read the whole board then
 * @example board = events.reduce(applyChange, board)
 */
export function applyChange(board: Board, change: BoardChange): Board {
  if (BigInt(change.revision) !== BigInt(board.revision) + 1n) {
    throw new RangeError(`A change to revision ${change.revision} does not follow revision ${board.revision}`);
  }
  const cards = new Map<string, Card>();
  for (const status of STATUSES) for (const card of board.columns[status].items) cards.set(card.id, card);
  for (const id of change.removed) cards.delete(id);
  for (const card of change.cards) cards.set(card.id, card);
  const columns = Object.fromEntries(
    STATUSES.map((status) => {
      const before = board.columns[status];
      const ids = change.order[status] ?? before.items.map(({ id }) => id);
      const items = ids.map((id, position) => placed(cards.get(id), position));
      const same = items.length === before.items.length && items.every((card, i) => card === before.items[i]);
      return [status, same ? before : { items }];
    }),
  ) as Columns;
  return { ...board, revision: change.revision, columns, stats: change.stats };
}

function placed(card: Card | undefined, position: number): Card {
  if (!card) throw new RangeError('A column names a card that is not on the board');
  return card.position === position ? card : { ...card, position };
}
