import { dateInZone, type Technician } from '@edgar-auto-shop/contract';
import type { BodyOf, DataOf, Endpoints } from '@edgar-auto-shop/contract/endpoints';
import type { Database, Finished, Tx } from '../../db/database.ts';
import { limitWaiting } from '../../db/lock-wait.ts';
import { alreadyExists } from '../../errors.ts';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import { BoardCache } from '../board/board-cache.ts';
import { BoardDoor } from '../board/board-door.ts';
import { createTechnician } from '../technicians/create-technician.ts';
import { bookDay } from './book-day.ts';
import { AT_CLOSING, BEFORE_OPENING } from './day-shape.ts';
import { TECHNICIANS } from './demo-people.ts';
import { furnishShop } from './furnish-shop.ts';
import { joinedDatabase } from './joined-database.ts';
import { DAY_COUNTS, planDay } from './plan-day.ts';
import { findData, lockDemoDays } from './sql.ts';
import { wallClock } from './wall-clock.ts';

export type DemoDayRequest = BodyOf<Endpoints['loadDemoDay']>;
type DemoDay = DataOf<Endpoints['loadDemoDay']>;

const DEFAULT_SEED = 1;
/**
 * How long a day waits for a lock, in milliseconds: longer than others, because who presses the button second waits for the
 * whole day of the first. Below the time that a statement has.
 */
const DEMO_WAIT_MS = 4_500;

/**
 * Fills a date with a believable day, as it stands at the moment of loading; another date than today as it stands at its
 * end, or before it begins. Everything goes through the use cases that the API has for it, in one transaction: the whole
 * day is there, or none of it.
 *
 * @param moment instead of the database's clock
 * @returns JSON of the contract's `DemoDay`
 * @throws ApiError `already_exists` of the field `shop` where the shop has data and it was not told to add to it;
 *   `idempotency_mismatch`, `unavailable`
 */
export function loadDemoDay(
  database: Database,
  ctx: RequestContext,
  request: DemoDayRequest,
  moment?: Date,
): Promise<WriteAnswer> {
  return database.transaction(ctx, (tx) => load(database, tx, ctx, request, moment));
}

async function load(
  database: Database,
  tx: Tx,
  ctx: RequestContext,
  { seed = DEFAULT_SEED, force = false, ...request }: DemoDayRequest,
  moment: Date | undefined,
): Promise<Finished<WriteAnswer>> {
  await tx.query(limitWaiting(DEMO_WAIT_MS));
  await tx.query(lockDemoDays(ctx.shop.id));
  const [data] = await tx.query<{ found: boolean }>(findData(ctx.shop.id));
  const joined = joinedDatabase(database, tx);
  // The Idempotency-Key stands on the event of the first technician. What the day answers follows from that event and the
  // request alone, so a repetition answers the same.
  const answer = await createTechnician(joined, ctx, TECHNICIANS[0]);
  const first = JSON.parse(answer.json) as Technician;
  const now = moment ?? new Date(first.created_at);
  const date = request.date ?? dateInZone(now, ctx.shop.time_zone);
  const day: DemoDay = { date, seed, ...DAY_COUNTS };
  const value = { json: JSON.stringify(day), replayed: answer.replayed };
  if (answer.replayed) return { value };
  if (data?.found && !force) throw hasData();

  const keyless = { ...ctx, idempotency: null };
  const plan = planDay(seed, minuteOn(date, now, ctx.shop.time_zone));
  const shop = await furnishShop(joined, keyless, plan, first.id);
  // A door of its own: nothing of this transaction may get into the boards in memory before it is committed.
  await bookDay(new BoardDoor(joined, new BoardCache(joined)), keyless, plan.jobs, shop, date);
  return { value };
}

const hasData = () =>
  alreadyExists(
    'shop',
    'This shop has data already, so no demo day was loaded and nothing was changed. To add one to what is there, ask for it with "force": true.',
  );

/** The minute at which a date is shown. */
function minuteOn(date: string, now: Date, timeZone: string): number {
  const today = dateInZone(now, timeZone);
  if (date < today) return AT_CLOSING;
  return date > today ? BEFORE_OPENING : wallClock(timeZone).minuteOfDay(now);
}
