import { type AppointmentPatch, dateInZone } from '@edgar-auto-shop/contract';
import type { Tx } from '../../db/database.ts';
import type { StoredCard } from '../../db/stored-card.ts';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import type { Boards, Outcome } from '../board/board-command.ts';
import type { BoardDoor } from '../board/board-door.ts';
import { positionOf } from '../board/board-state.ts';
import { findPrepared, writtenOn } from './answers.ts';
import { asProblem, boardDate, checkTimes, chooseTechnician, utc } from './booking-input.ts';
import { changesOf } from './change-of.ts';
import { positionByStart } from './create-appointment.ts';
import { type FoundCard, findCard } from './find-card.ts';
import { addMarks, type BookingPlan, NO_MARKS, planBooking } from './plan-booking.ts';
import { serviceLines, totalOf } from './service-lines.ts';
import { saveAppointment } from './sql.ts';
import { transfer } from './transfer.ts';

/** The patched card, or why it cannot be, which is told only after the version was found to be the expected one. */
type Patched = { card: StoredCard; date: string; plan: BookingPlan } | { problem: unknown };

/**
 * Changes or reschedules an appointment. On another date a scheduled card is placed as a new one and any other at the end
 * of its column; on the same date it keeps its place.
 *
 * @returns JSON of the contract's `WrittenAppointment`; the same version where nothing is other than it was
 * @throws ApiError `not_found`, `version_conflict`, `validation_error`, `idempotency_mismatch`, `unavailable`
 */
export function updateAppointment(
  door: BoardDoor,
  ctx: RequestContext,
  id: string,
  patch: AppointmentPatch,
): Promise<WriteAnswer> {
  let found: FoundCard | null = null;
  let patched: Patched | undefined;
  return door.run({
    ctx,
    appointmentId: id,
    date: patch.appt_start === undefined ? undefined : dateInZone(patch.appt_start, ctx.shop.time_zone),
    async prepare(tx) {
      patched = undefined;
      found = await findCard(tx, ctx.shop.id, id);
      if (!found || found.cancelled) return [];
      if (found.card.version !== patch.expected_version) return [found.date];
      patched = await patchCard(tx, ctx, found.card, patch).catch(asProblem);
      if ('problem' in patched) return [found.date];
      return [found.date, patched.date, ...patched.plan.marks.map(({ date }) => date)];
    },
    decide(boards, now) {
      findPrepared(boards, id, found, patch.expected_version);
      if (!patched) throw new Error(`appointment ${id} was not prepared for`);
      if ('problem' in patched) throw patched.problem;
      return write(boards, ctx.shop.id, patched, now);
    },
  });
}

async function patchCard(
  tx: Tx,
  { shop }: RequestContext,
  card: StoredCard,
  patch: AppointmentPatch,
): Promise<Patched> {
  const after: StoredCard = {
    ...card,
    appt_start: patch.appt_start === undefined ? card.appt_start : utc(patch.appt_start),
    appt_end: patch.appt_end === undefined ? card.appt_end : utc(patch.appt_end),
    notes: patch.notes === undefined ? card.notes : patch.notes,
    paid_cents: patch.paid_cents ?? card.paid_cents,
  };
  checkTimes(after);
  const tech = patch.tech_id === undefined ? card.tech_id : patch.tech_id;
  const rebooked = tech !== card.tech_id || after.appt_start !== card.appt_start || after.appt_end !== card.appt_end;
  if (rebooked) Object.assign(after, await chooseTechnician(tx, shop.id, card.tech_id, tech));
  if (patch.service_codes !== undefined) {
    after.services = await serviceLines(tx, shop.id, patch.service_codes, card.services);
    after.total_cents = totalOf(after.services);
  }
  const plan = rebooked
    ? await planBooking(tx, shop.id, card.id, card, after)
    : { ...NO_MARKS, doubleBooked: card.double_booked };
  return {
    card: { ...after, double_booked: plan.doubleBooked },
    date: boardDate(after.appt_start, shop.time_zone),
    plan,
  };
}

function write(
  boards: Boards,
  shopId: string,
  { card, date, plan }: Exclude<Patched, { problem: unknown }>,
  now: string,
): Outcome {
  const { board, card: before } = boards.find(card.id);
  const changes = changesOf(before, card);
  if (Object.keys(changes).length === 0) return { kind: 'unchanged', answer: writtenOn(boards, card.id) };
  // Its place is that of now: between preparing and locking only its neighbours can have moved.
  const after = { ...card, rank: before.rank, version: before.version + 1, updated_at: now };
  const stays = date === board.date;
  const position = stays ? 'keep' : after.status === 'scheduled' ? positionByStart(boards.on(date), after) : 'end';
  const deltas = transfer(
    boards,
    after,
    { date: board.date, status: before.status },
    { date, status: after.status },
    position,
  );
  addMarks(deltas, boards, plan);
  const rescheduled = 'appt_start' in changes || 'appt_end' in changes;
  const place = rescheduled
    ? { fromStatus: before.status, toStatus: after.status }
    : { fromStatus: null, toStatus: null };
  const toPosition = stays
    ? positionOf(board, before)
    : position === 'end'
      ? boards.on(date).order[after.status].length
      : (position as number);
  return {
    kind: 'changed',
    deltas,
    change: {
      version: after.version,
      type: rescheduled ? 'rescheduled' : 'updated',
      ...place,
      fromPosition: rescheduled ? positionOf(board, before) : null,
      toPosition: rescheduled ? toPosition : null,
      changes: stays ? changes : { date: { from: board.date, to: date }, ...changes },
    },
    answer: (then) => writtenOn(then, card.id),
    statements: (then) => [saveAppointment(shopId, then.find(card.id).card, date, null)],
  };
}
