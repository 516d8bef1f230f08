import { dateInZone } from '@edgar-auto-shop/contract';
import type { Tx } from '../../db/database.ts';
import { ApiError, invalid } from '../../errors.ts';
import { lockTechnicians } from '../technicians/lock-technicians.ts';

/** An instant of a request, as the server keeps it: in UTC, to the millisecond. */
export const utc = (instant: string): string => new Date(instant).toISOString();

/** @throws ApiError `validation_error` */
export function checkTimes({ appt_start, appt_end }: { appt_start: string; appt_end: string }): void {
  if (appt_end <= appt_start) throw invalid({ appt_end: ['must be after appt_start'] });
}

/**
 * A refusal that is kept, because what comes before it in the order of checks is only known behind the board's lock.
 *
 * @throws any other error, after which the transaction is of no use
 */
export function asProblem(error: unknown): { problem: ApiError } {
  if (error instanceof ApiError) return { problem: error };
  throw error;
}

export interface TechnicianChoice {
  tech_id: string | null;
  tech_name: string | null;
}

/**
 * Locks the technicians that a change takes time of or gives it back to, and answers the one who has it then.
 *
 * @param before who has it now; that one may have become inactive since
 * @throws ApiError `validation_error` for one who is not there or not active
 */
export async function chooseTechnician(
  tx: Tx,
  shopId: string,
  before: string | null,
  after: string | null,
): Promise<TechnicianChoice> {
  const technicians = await lockBoth(tx, shopId, before, after);
  if (after === null) return { tech_id: null, tech_name: null };
  const chosen = technicians.find(({ id }) => id === after);
  if (!chosen) throw invalid({ tech_id: ['There is no such technician in this shop.'] });
  if (!chosen.is_active && after !== before)
    throw invalid({ tech_id: [`${chosen.name} is not active; choose somebody who is.`] });
  return { tech_id: chosen.id, tech_name: chosen.name };
}

/** As `chooseTechnician`, for an undo: who had it may have left since, and gets it back all the same. */
export async function restoreTechnician(
  tx: Tx,
  shopId: string,
  before: string | null,
  after: string | null,
): Promise<TechnicianChoice> {
  const restored = (await lockBoth(tx, shopId, before, after)).find(({ id }) => id === after);
  return { tech_id: restored?.id ?? null, tech_name: restored?.name ?? null };
}

/** In one statement: it locks in order of id, and two statements would be two callers' chance to wait for each other. */
const lockBoth = (tx: Tx, shopId: string, before: string | null, after: string | null) =>
  lockTechnicians(
    tx,
    shopId,
    [before, after].filter((id) => id !== null),
  );

/** The first and the last date that a board can be asked for. */
const [FIRST_DATE, LAST_DATE] = ['1970-01-01', '2199-12-31'];

/**
 * The board that a start is on.
 *
 * @throws ApiError `validation_error` where that date, in the shop's zone, is one that no board can be asked for
 */
export function boardDate(start: string, timeZone: string): string {
  const date = dateInZone(start, timeZone);
  if (date >= FIRST_DATE && date <= LAST_DATE) return date;
  throw invalid({ appt_start: [`must be on a date from ${FIRST_DATE} to ${LAST_DATE} in the shop's time zone`] });
}
