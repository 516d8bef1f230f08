import type { Tx } from '../../db/database.ts';
import type { Boards } from '../board/board-command.ts';
import type { BoardDelta } from '../board/board-state.ts';
import { type Booking, findNeighbours, type NeighbourRow } from './sql.ts';

/** What a booking does to `double_booked`: of the appointment itself, and of others whose mark comes or goes. */
export interface BookingPlan {
  doubleBooked: boolean;
  marks: { id: string; date: string; doubleBooked: boolean }[];
}

export const NO_MARKS: BookingPlan = { doubleBooked: false, marks: [] };

/**
 * Looks whom a booking overlaps. Called behind the lock of the technicians concerned, so that of two overlapping bookings
 * made at once the second sees the first. Status plays no part: a mark that came and went with every move would make
 * a move change other cards.
 *
 * @param before what the appointment was booked for; null for a new or cancelled one
 * @param after what it will be booked for; null where it is being cancelled
 */
export async function planBooking(
  tx: Tx,
  shopId: string,
  id: string,
  before: Booking | null,
  after: Booking | null,
): Promise<BookingPlan> {
  const rows = await tx.query<NeighbourRow>(findNeighbours(shopId, id, before, after));
  return {
    doubleBooked: rows.some(({ overlaps_after }) => overlaps_after),
    marks: rows.filter(({ was, is }) => was !== is).map(({ id, date, is }) => ({ id, date, doubleBooked: is })),
  };
}

/** Adds the cards whose mark comes or goes to what happens on their boards. */
export function addMarks(deltas: Map<string, BoardDelta>, boards: Boards, { marks }: BookingPlan): void {
  for (const { id, date, doubleBooked } of marks) {
    const card = boards.on(date).cards.get(id);
    if (!card) continue;
    const delta = deltas.get(date) ?? { cards: [], removed: [], order: {} };
    deltas.set(date, { ...delta, cards: [...delta.cards, { ...card, double_booked: doubleBooked }] });
  }
}
