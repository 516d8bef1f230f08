import { type ColumnOrder, STATUSES, type Status } from '@edgar-auto-shop/contract';
import type { StoredCard } from '../../db/stored-card.ts';
import { type BoardState, boardOf, changedColumns } from './board-state.ts';
import type { ChangeRow, Place } from './sql.ts';

/** One revision of a board, with the order of its columns before and after. Never changed. */
export interface RecordedChange {
  revision: number;
  /** Cards that changed or came, as they were at this revision; their ranks are not looked at. */
  cards: readonly StoredCard[];
  removed: readonly string[];
  before: ColumnOrder;
  after: ColumnOrder;
}

/** The board after a change that another process made, and the change as it is told to subscribers. */
export function foldChange(board: BoardState, row: ChangeRow): { board: BoardState; change: RecordedChange } {
  const cards = new Map(board.cards);
  for (const id of row.removed) cards.delete(id);
  for (const card of row.cards) cards.set(card.id, { ...card, rank: cards.get(card.id)?.rank ?? 0 });
  for (const [id, rank] of Object.entries(row.ranks)) {
    const card = cards.get(id);
    if (card) cards.set(id, { ...card, rank });
  }
  const revision = Number(row.revision);
  const next = boardOf(board.date, revision, [...cards.values()], board.order);
  const told = row.cards.map(({ id }) => next.cards.get(id) as StoredCard);
  const change = { revision, cards: told, removed: row.removed, before: board.order, after: next.order };
  return { board: next, change };
}

/**
 * What a board's latest changes were, worked out backwards from the board as it is now: each row tells where its cards
 * stood before, so no older row is needed.
 *
 * @param rows without a gap, oldest first; the last one made the board's revision
 */
export function unwindChanges(board: BoardState, rows: readonly ChangeRow[]): RecordedChange[] {
  const places = new Map<string, Place>();
  for (const { id, status, rank } of board.cards.values()) places.set(id, [status, rank]);
  const changes: RecordedChange[] = [];
  let after = board.order;
  for (const row of rows.toReversed()) {
    const touched = new Set<Status>();
    for (const [id, place] of Object.entries(row.was)) {
      for (const it of [places.get(id), place]) if (it) touched.add(it[0]);
      if (place) places.set(id, place);
      else places.delete(id);
    }
    const before = orderOf(places, touched, after);
    const cards = row.cards.map((card) => ({ ...card, rank: 0 }));
    changes.push({ revision: Number(row.revision), cards, removed: row.removed, before, after });
    after = before;
  }
  return changes.reverse();
}

function orderOf(places: ReadonlyMap<string, Place>, touched: ReadonlySet<Status>, other: ColumnOrder): ColumnOrder {
  const order = { ...other };
  for (const status of touched) {
    const column = [...places].filter(([, place]) => place[0] === status);
    // As `boardOf` does: the id decides between equal ranks.
    column.sort(([a, [, rankA]], [b, [, rankB]]) => rankA - rankB || (a < b ? -1 : 1));
    order[status] = column.map(([id]) => id);
  }
  return order;
}

/** The columns whose order a change made another one. */
export const reorderedColumns = ({ before, after }: RecordedChange): Partial<Record<Status, readonly string[]>> =>
  changedColumns(before, after);

/** The numbers of the board's header, from nothing but its columns. */
export function countColumns(order: ColumnOrder) {
  const counts = STATUSES.map((status) => [status, order[status].length] as const);
  return {
    jobsToday: counts.reduce((sum, [, count]) => sum + count, 0),
    onPrem: order.in_progress.length + order.ready.length,
    statusCounts: Object.fromEntries(counts) as Record<Status, number>,
  };
}
