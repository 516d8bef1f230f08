import { type NewAppointment, placeByStart } from '@edgar-auto-shop/contract';
import type { Tx } from '../../db/database.ts';
import type { StoredCard } from '../../db/stored-card.ts';
import { isUuid, newId } from '../../db/uuid.ts';
import { type ApiError, invalid } from '../../errors.ts';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import type { Boards, Outcome } from '../board/board-command.ts';
import type { BoardDoor } from '../board/board-door.ts';
import type { BoardState } from '../board/board-state.ts';
import { lockCustomer } from '../customers/lock-customer.ts';
import { lockVehicle } from '../vehicles/lock-vehicle.ts';
import { writtenOn } from './answers.ts';
import { asProblem, boardDate, checkTimes, chooseTechnician, utc } from './booking-input.ts';
import { changesOf } from './change-of.ts';
import { addMarks, type BookingPlan, planBooking } from './plan-booking.ts';
import { serviceLines, totalOf } from './service-lines.ts';
import { saveAppointment } from './sql.ts';
import { transfer } from './transfer.ts';

/**
 * Makes an appointment. Its card goes just below the lowest scheduled card that starts no later than it does.
 *
 * @returns JSON of the contract's `WrittenAppointment`
 * @throws ApiError `validation_error` for what it refers to, `idempotency_mismatch`, `unavailable`
 */
export async function createAppointment(
  door: BoardDoor,
  ctx: RequestContext,
  input: NewAppointment,
): Promise<WriteAnswer> {
  const id = newId();
  const { shop } = ctx;
  const date = boardDate(input.appt_start, shop.time_zone);
  let planned: Planned;
  return door.run({
    ctx,
    appointmentId: id,
    isNew: true,
    date,
    async prepare(tx) {
      planned = await plan(tx, shop.id, id, input).catch(asProblem);
      return [date, ...('problem' in planned ? [] : planned.plan.marks.map((mark) => mark.date))];
    },
    decide(boards, now) {
      if ('problem' in planned) throw planned.problem;
      return place(boards, { ...planned.card, updated_at: now }, date, planned.plan, shop.id);
    },
  });
}

/** The new card, or why it cannot be, which is told only after its key was found to be unused. */
type Planned = { card: StoredCard; plan: BookingPlan } | { problem: ApiError };

async function plan(tx: Tx, shopId: string, id: string, input: NewAppointment): Promise<Planned> {
  const card = await newCard(tx, shopId, id, input);
  const booking = await planBooking(tx, shopId, id, null, card);
  return { card: { ...card, double_booked: booking.doubleBooked }, plan: booking };
}

function place(boards: Boards, card: StoredCard, date: string, plan: BookingPlan, shopId: string): Outcome {
  const position = positionByStart(boards.on(date), card);
  const deltas = transfer(boards, card, null, { date, status: 'scheduled' }, position);
  addMarks(deltas, boards, plan);
  const nothing = { ...card, ...BLANK } as unknown as StoredCard;
  return {
    kind: 'changed',
    deltas,
    change: {
      version: 1,
      type: 'created',
      fromStatus: null,
      toStatus: 'scheduled',
      fromPosition: null,
      toPosition: position,
      changes: changesOf(nothing, card),
    },
    answer: (after) => writtenOn(after, card.id),
    statements: (after) => [saveAppointment(shopId, after.find(card.id).card, date, null)],
  };
}

/** What an appointment was before it was made. */
const BLANK = { status: null, appt_start: null, appt_end: null, services: null, total_cents: null, paid_cents: null };

/** The index of a scheduled card that comes to a board. */
export function positionByStart(board: BoardState, card: StoredCard): number {
  const starts = board.order.scheduled
    .filter((id) => id !== card.id)
    .map((id) => (board.cards.get(id) as StoredCard).appt_start);
  return placeByStart(starts, card.appt_start);
}

async function newCard(tx: Tx, shopId: string, id: string, input: NewAppointment): Promise<StoredCard> {
  const times = { appt_start: utc(input.appt_start), appt_end: utc(input.appt_end) };
  checkTimes(times);
  // The vehicle first, as everybody who locks both does: a change of owner does.
  const vehicle = isUuid(input.vehicle_id) ? await lockVehicle(tx, shopId, input.vehicle_id) : null;
  const customer = isUuid(input.customer_id) ? await lockCustomer(tx, shopId, input.customer_id) : null;
  if (!customer) throw invalid({ customer_id: ['There is no such customer in this shop.'] });
  if (!vehicle) throw invalid({ vehicle_id: ['There is no such vehicle in this shop.'] });
  if (vehicle.customer_id !== customer.id) throw invalid({ vehicle_id: [`That vehicle is not ${customer.name}'s.`] });
  const technician = await chooseTechnician(tx, shopId, null, input.tech_id ?? null);
  const services = await serviceLines(tx, shopId, input.service_codes, []);
  return {
    id,
    version: 1,
    status: 'scheduled',
    customer_id: customer.id,
    customer_name: customer.name,
    customer_phone: customer.phone,
    vehicle_id: vehicle.id,
    year: vehicle.year,
    make: vehicle.make,
    model: vehicle.model,
    license_plate: vehicle.license_plate,
    vehicle_info: [vehicle.year, vehicle.make, vehicle.model].filter((part) => part !== null).join(' '),
    services,
    ...times,
    ...technician,
    check_in_at: null,
    check_out_at: null,
    total_cents: totalOf(services),
    paid_cents: input.paid_cents ?? 0,
    notes: input.notes ?? null,
    double_booked: false,
    updated_at: '',
    rank: 0,
  };
}
