import { dateInZone, type Moved, type NotUndoableReason } from '@edgar-auto-shop/contract';
import type { Tx } from '../../db/database.ts';
import type { StoredCard } from '../../db/stored-card.ts';
import { notUndoable } from '../../errors.ts';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import type { Boards, Outcome } from '../board/board-command.ts';
import type { BoardDoor } from '../board/board-door.ts';
import { positionOf } from '../board/board-state.ts';
import { lockCustomer } from '../customers/lock-customer.ts';
import { lockVehicle } from '../vehicles/lock-vehicle.ts';
import { checkCardVersion, findPrepared, movedOn } from './answers.ts';
import { chooseTechnician, restoreTechnician } from './booking-input.ts';
import { changesOf, takeBack } from './change-of.ts';
import { type FoundCard, findCard } from './find-card.ts';
import { addMarks, type BookingPlan, NO_MARKS, planBooking } from './plan-booking.ts';
import { type ChangeRow, findChange, saveAppointment } from './sql.ts';
import { transfer } from './transfer.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** What taking the latest change back would make of the appointment. */
interface Before {
  change: ChangeRow;
  card: StoredCard;
  date: string;
  cancelled: boolean;
  plan: BookingPlan;
}

/**
 * Takes back an appointment's latest change, a completion or a cancellation included, as a new version. The workflow is
 * not asked: what was, was allowed. Undoing an undo does the change again.
 *
 * @returns JSON of the contract's `Moved`
 * @throws ApiError `not_found`, `version_conflict`, `not_undoable`, `idempotency_mismatch`, `unavailable`
 */
export function undoAppointment(
  door: BoardDoor,
  ctx: RequestContext,
  id: string,
  expectedVersion: number,
): Promise<WriteAnswer> {
  let found: FoundCard | null = null;
  let before: Before | undefined;
  return door.run({
    ctx,
    appointmentId: id,
    async prepare(tx) {
      before = undefined;
      found = await lockedCard(tx, ctx.shop.id, id);
      if (!found) return [];
      if (found.card.version === expectedVersion) before = await lookBack(tx, ctx, found);
      return [found.date, ...(before ? [before.date, ...before.plan.marks.map(({ date }) => date)] : [])];
    },
    decide(boards, now) {
      const here = boards.locate(id);
      const gone = !here && found?.cancelled ? { board: boards.on(found.date), card: found.card } : null;
      if (gone) checkCardVersion(gone.board, gone.card, expectedVersion);
      const { board, card } = gone ?? findPrepared(boards, id, found, expectedVersion);
      if (!before) throw new Error(`appointment ${id} was not prepared for`);
      refuse(before.change, now);
      return write(boards, ctx.shop.id, card, here ? board.date : null, before, now);
    },
  });
}

/** A cancelled card is on no board whose lock would keep its names fresh: its customer and vehicle are locked instead. */
async function lockedCard(tx: Tx, shopId: string, id: string): Promise<FoundCard | null> {
  const found = await findCard(tx, shopId, id);
  if (!found?.cancelled) return found;
  await lockVehicle(tx, shopId, found.card.vehicle_id);
  await lockCustomer(tx, shopId, found.card.customer_id);
  await chooseTechnician(tx, shopId, found.card.tech_id, null);
  return findCard(tx, shopId, id);
}

async function lookBack(tx: Tx, { shop }: RequestContext, { card, cancelled }: FoundCard): Promise<Before | undefined> {
  const [change] = await tx.query<ChangeRow>(findChange(shop.id, card.id, card.version));
  if (!change) throw new Error(`appointment ${card.id} has no event of version ${card.version}`);
  const isCreation = change.type === 'created';
  const was = isCreation ? card : takeBack(card, change.changes);
  const wasCancelled = change.changes.cancelled ? change.changes.cancelled.from === true : cancelled;
  const rebooked =
    ['tech_id', 'appt_start', 'appt_end', 'cancelled'].some((field) => field in change.changes) && !isCreation;
  const date = dateInZone(was.appt_start, shop.time_zone);
  if (!rebooked)
    return {
      change,
      card: was,
      date,
      cancelled: wasCancelled,
      plan: { ...NO_MARKS, doubleBooked: card.double_booked },
    };
  const technician = await restoreTechnician(tx, shop.id, card.tech_id, was.tech_id);
  const plan = await planBooking(tx, shop.id, card.id, cancelled ? null : card, wasCancelled ? null : was);
  return {
    change,
    card: { ...was, ...technician, double_booked: plan.doubleBooked },
    date,
    cancelled: wasCancelled,
    plan,
  };
}

/** @throws ApiError `not_undoable` */
function refuse({ type, at }: ChangeRow, now: string): void {
  const reason: NotUndoableReason | undefined =
    type === 'created' ? 'creation' : Date.parse(now) - Date.parse(at) > DAY_MS ? 'too_late' : undefined;
  if (reason) throw notUndoable(reason);
}

function write(
  boards: Boards,
  shopId: string,
  card: StoredCard,
  date: string | null,
  before: Before,
  now: string,
): Outcome {
  const { change } = before;
  const after: StoredCard = { ...before.card, rank: card.rank, version: card.version + 1, updated_at: now };
  const from = date === null ? null : { date, status: card.status };
  const to = before.cancelled ? null : { date: before.date, status: after.status };
  // What moved nothing has nothing to take back there, wherever others have moved the card since: other times on the same date.
  const stayed = change.from_position === change.to_position;
  const keeps = from && to && from.date === to.date && from.status === to.status && stayed;
  const deltas = transfer(boards, after, from, to, keeps ? 'keep' : (change.from_position ?? 'end'));
  addMarks(deltas, boards, before.plan);
  const fromPosition = from ? positionOf(boards.on(from.date), card) : null;
  const home = to?.date ?? (date as string);
  const toPosition = to
    ? placeIn(deltas.get(to.date)?.order[to.status] ?? boards.on(to.date).order[to.status], card.id)
    : null;
  const final: Moved = {
    appointment_id: card.id,
    status: after.status,
    position: fromPosition ?? 0,
    version: after.version,
    updated_at: now,
    date: home,
    revision: '',
  };
  return {
    kind: 'changed',
    deltas,
    change: {
      version: after.version,
      type: 'undone',
      fromStatus: from?.status ?? null,
      toStatus: to?.status ?? null,
      fromPosition,
      toPosition,
      changes: {
        ...(from && to && from.date !== to.date ? { date: { from: from.date, to: to.date } } : {}),
        ...((from === null) !== (to === null) ? { cancelled: { from: from === null, to: to === null } } : {}),
        ...changesOf(card, after),
      },
    },
    answer: (then) => (to ? movedOn(then, card.id) : { ...final, revision: String(then.on(home).revision) }),
    statements: (then) => [saveAppointment(shopId, to ? then.find(card.id).card : after, home, to ? null : now)],
  };
}

const placeIn = (column: readonly string[], id: string): number => column.indexOf(id);
