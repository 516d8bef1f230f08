import type { Status, WrittenAppointment } from '@edgar-auto-shop/contract';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import { createAppointment } from '../appointments/create-appointment.ts';
import { moveAppointment } from '../appointments/move-appointment.ts';
import { updateAppointment } from '../appointments/update-appointment.ts';
import type { BoardDoor } from '../board/board-door.ts';
import type { FurnishedShop } from './furnish-shop.ts';
import type { PlannedJob } from './plan-day.ts';
import { wallClock } from './wall-clock.ts';

/** The moves that bring a new card to a column. */
const WAYS: Record<Status, readonly Status[]> = {
  scheduled: [],
  in_progress: ['in_progress'],
  ready: ['in_progress', 'ready'],
  completed: ['in_progress', 'ready', 'completed'],
  no_show: ['no_show'],
};

const MINUTE = 60_000;

/** Books a plan's jobs on a date, in order of their starts, and then moves each to where it has come by now. */
export async function bookDay(
  door: BoardDoor,
  ctx: RequestContext,
  jobs: readonly PlannedJob[],
  shop: FurnishedShop,
  date: string,
): Promise<void> {
  const clock = wallClock(ctx.shop.time_zone);
  const cards: string[] = [];
  for (const job of jobs) {
    const start = clock.instantAt(date, job.start);
    const { id, customerId } = shop.vehicles[job.vehicle] as FurnishedShop['vehicles'][number];
    const answer = await createAppointment(door, ctx, {
      customer_id: customerId,
      vehicle_id: id,
      tech_id: job.lane === null ? null : (shop.technicians[job.lane] as string),
      service_codes: job.codes.map((code) => serviceOf(shop, code).code),
      appt_start: start.toISOString(),
      appt_end: new Date(start.getTime() + (job.end - job.start) * MINUTE).toISOString(),
      notes: job.notes,
      // What is paid before the work is done is a deposit; the rest is paid at the end, below.
      paid_cents: isOver(job) ? 0 : paidFor(shop, job),
    });
    cards.push(written(answer).id);
  }
  for (const [i, job] of jobs.entries()) await bringForward(door, ctx, cards[i] as string, job, shop);
}

async function bringForward(door: BoardDoor, ctx: RequestContext, id: string, job: PlannedJob, shop: FurnishedShop) {
  let version = 1;
  for (const status of WAYS[job.status]) {
    await moveAppointment(door, ctx, id, { new_status: status, expected_version: version });
    version += 1;
  }
  const paid = paidFor(shop, job);
  if (isOver(job) && paid > 0) await updateAppointment(door, ctx, id, { expected_version: version, paid_cents: paid });
}

const written = ({ json }: WriteAnswer): WrittenAppointment => JSON.parse(json) as WrittenAppointment;

const isOver = ({ status }: PlannedJob): boolean => status === 'ready' || status === 'completed';

const serviceOf = (shop: FurnishedShop, code: string) =>
  shop.services.get(code) as NonNullable<ReturnType<FurnishedShop['services']['get']>>;

/** The most that the contract lets anybody pay: a shop's own prices may add up to more. */
const MOST_PAID = 1_000_000_000;

/** Half is rounded down to whole units of the currency. */
function paidFor(shop: FurnishedShop, { codes, payment }: PlannedJob): number {
  const total = codes.reduce((sum, code) => sum + serviceOf(shop, code).base_price_cents, 0);
  const paid = payment === 'half' ? Math.floor(total / 200) * 100 : payment === 'all' ? total : 0;
  return Math.min(paid, MOST_PAID);
}
