import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import type { BoardDoor } from '../board/board-door.ts';
import { positionOf, toCard } from '../board/board-state.ts';
import { findPrepared } from './answers.ts';
import { chooseTechnician } from './booking-input.ts';
import { type FoundCard, findCard } from './find-card.ts';
import { addMarks, type BookingPlan, NO_MARKS, planBooking } from './plan-booking.ts';
import { saveAppointment } from './sql.ts';
import { transfer } from './transfer.ts';

/**
 * Cancels an appointment: it leaves its board, and everything but its history and an undo finds it no more.
 *
 * @returns JSON of the final card, as the contract's `WrittenAppointment`
 * @throws ApiError `not_found`, `version_conflict`, `idempotency_mismatch`, `unavailable`
 */
export function cancelAppointment(
  door: BoardDoor,
  ctx: RequestContext,
  id: string,
  expectedVersion: number,
): Promise<WriteAnswer> {
  let found: FoundCard | null = null;
  let plan: BookingPlan = NO_MARKS;
  return door.run({
    ctx,
    appointmentId: id,
    async prepare(tx) {
      found = await findCard(tx, ctx.shop.id, id);
      if (!found || found.cancelled) return [];
      await chooseTechnician(tx, ctx.shop.id, found.card.tech_id, null);
      plan = await planBooking(tx, ctx.shop.id, id, found.card, null);
      return [found.date, ...plan.marks.map(({ date }) => date)];
    },
    decide(boards, now) {
      const { board, card } = findPrepared(boards, id, found, expectedVersion);
      const after = { ...card, version: card.version + 1, double_booked: false, updated_at: now };
      const position = positionOf(board, card);
      const deltas = transfer(boards, after, { date: board.date, status: card.status }, null, 'end');
      addMarks(deltas, boards, plan);
      return {
        kind: 'changed',
        deltas,
        change: {
          version: after.version,
          type: 'cancelled',
          fromStatus: card.status,
          toStatus: null,
          fromPosition: position,
          toPosition: null,
          changes: { cancelled: { from: false, to: true } },
        },
        answer: (then) => ({
          ...toCard(after, position),
          date: board.date,
          revision: String(then.on(board.date).revision),
        }),
        statements: () => [saveAppointment(ctx.shop.id, after, board.date, now)],
      };
    },
  });
}
