import { type Card, type ColumnOrder, type ServiceLine, STATUSES, type Status } from '@edgar-auto-shop/contract';
import type { StoredCard, StoredLine } from '../../db/stored-card.ts';

/** Everything a board shows at one revision. Never changed in place, so a reader may keep it as long as it likes. */
export interface BoardState {
  date: string;
  revision: number;
  cards: ReadonlyMap<string, StoredCard>;
  order: ColumnOrder;
}

/** Ranks of neighbours start this far apart: 20 cards can be put into the same gap before a column is ranked anew. */
const GAP = 2 ** 20;

/** A board that nothing was ever written on has revision 0. */
export const emptyBoard = (date: string): BoardState => ({ date, revision: 0, cards: new Map(), order: noCards() });

const noCards = () => Object.fromEntries(STATUSES.map((status) => [status, []])) as unknown as Record<Status, string[]>;

/**
 * Builds a board from its cards in any order.
 * @param known the order of the revision before, whose columns are kept where they are still the same
 */
export function boardOf(date: string, revision: number, cards: StoredCard[], known?: ColumnOrder): BoardState {
  // The id decides between equal ranks, so that every reader sees one order.
  const sorted = cards.toSorted((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
  const order = noCards();
  for (const card of sorted) order[card.status].push(card.id);
  const kept = known ? { ...known, ...changedColumns(known, order) } : order;
  return { date, revision, cards: new Map(sorted.map((card) => [card.id, card])), order: kept };
}

/** The columns of `after` that do not hold the same cards in the same order as before. */
export function changedColumns(before: ColumnOrder, after: ColumnOrder): Partial<Record<Status, readonly string[]>> {
  const changed = STATUSES.filter((status) => {
    const [old, now] = [before[status], after[status]];
    return old !== now && (old.length !== now.length || now.some((id, i) => id !== old[i]));
  });
  return Object.fromEntries(changed.map((status) => [status, after[status]]));
}

/** Index of a card in its column, 0 at the top. */
export const positionOf = (board: BoardState, card: Pick<StoredCard, 'id' | 'status'>): number =>
  board.order[card.status].indexOf(card.id);

/** A line as the contract shows it. Field by field: jsonb keeps no order of keys, and equal boards are equal bytes. */
export const toLine = ({ code, name, qty, price_cents }: StoredLine): ServiceLine => ({ code, name, qty, price_cents });

/** The card as the contract shows it. Field by field, for the same reason: some cards come out of jsonb. */
export const toCard = (card: StoredCard, position: number): Card => ({
  id: card.id,
  version: card.version,
  status: card.status,
  position,
  customer_id: card.customer_id,
  customer_name: card.customer_name,
  customer_phone: card.customer_phone,
  vehicle_id: card.vehicle_id,
  year: card.year,
  make: card.make,
  model: card.model,
  license_plate: card.license_plate,
  vehicle_info: card.vehicle_info,
  services: card.services.map(toLine),
  appt_start: card.appt_start,
  appt_end: card.appt_end,
  tech_id: card.tech_id,
  tech_name: card.tech_name,
  check_in_at: card.check_in_at,
  check_out_at: card.check_out_at,
  total_cents: card.total_cents,
  paid_cents: card.paid_cents,
  notes: card.notes,
  double_booked: card.double_booked,
  updated_at: card.updated_at,
});

/** What a change does to a board. */
export interface BoardDelta {
  /** Cards that changed or came, as they now are; their ranks are set by `applyDelta`. */
  cards: StoredCard[];
  removed: string[];
  /** New order of each column whose order changed. */
  order: Partial<Record<Status, readonly string[]>>;
}

/** The next revision of a board, and the cards whose rank changed on the way to it. */
export interface NextBoard {
  board: BoardState;
  /** Every card to write: those of the delta, and where a column had no gap left, all of that column. */
  written: StoredCard[];
}

/** Applies a change: new revision, new order, ranks to match. */
export function applyDelta(board: BoardState, delta: BoardDelta): NextBoard {
  const cards = new Map(board.cards);
  for (const id of delta.removed) cards.delete(id);
  for (const card of delta.cards) cards.set(card.id, card);
  const order = { ...board.order, ...delta.order };
  const touched = new Set(delta.cards.map(({ id }) => id));
  for (const column of Object.values(delta.order)) rankColumn(column, cards, board, touched);
  return {
    board: { date: board.date, revision: board.revision + 1, cards, order },
    written: [...touched].map((id) => cards.get(id) as StoredCard),
  };
}

/** Gives the cards that are new to a column, or stand elsewhere in it, a rank between their neighbours. */
function rankColumn(
  column: readonly string[],
  cards: Map<string, StoredCard>,
  before: BoardState,
  touched: Set<string>,
) {
  const rankOf = (id: string | undefined) => (id === undefined ? undefined : cards.get(id)?.rank);
  for (const [index, id] of column.entries()) {
    const card = cards.get(id) as StoredCard;
    if (!touched.has(id)) continue;
    const above = rankOf(column[index - 1]);
    const below = rankOf(column[index + 1]);
    const old = before.cards.get(id);
    const stays = old?.status === card.status && (above ?? -Infinity) < card.rank && card.rank < (below ?? Infinity);
    if (stays) continue;
    const rank = rankBetween(above, below);
    if (rank === undefined) return rankAnew(column, cards, touched);
    cards.set(id, { ...card, rank });
  }
}

/** Whole ranks only: a double's halves would run out unnoticed after some fifty moves into one gap. */
function rankBetween(above: number | undefined, below: number | undefined): number | undefined {
  if (above === undefined) return below === undefined ? 0 : below - GAP;
  if (below === undefined) return above + GAP;
  const middle = Math.floor((above + below) / 2);
  return middle > above && middle < below ? middle : undefined;
}

function rankAnew(column: readonly string[], cards: Map<string, StoredCard>, touched: Set<string>) {
  for (const [index, id] of column.entries()) {
    cards.set(id, { ...(cards.get(id) as StoredCard), rank: index * GAP });
    touched.add(id);
  }
}
