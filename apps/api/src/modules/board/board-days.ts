import { dateInZone, datesBetween } from '@edgar-auto-shop/contract';
import { invalid } from '../../errors.ts';
import type { Shop } from '../../request-context.ts';

const MOST_DAYS = 31;

/** Which dates a board or its stats are asked for. */
export interface DaysQuery {
  date?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export interface Days {
  dates: string[];
  range?: { from: string; to: string };
}

/**
 * The dates of a request: one, a range, or today in the shop's zone.
 *
 * @throws ApiError `validation_error`
 */
export function daysOf({ date, from, to }: DaysQuery, shop: Shop, now = new Date()): Days {
  if (from === undefined && to === undefined) return { dates: [date ?? dateInZone(now, shop.time_zone)] };
  if (date !== undefined) throw invalid({ date: ['cannot be asked for together with from and to'] });
  if (from === undefined) throw invalid({ from: ['is needed together with to'] });
  if (to === undefined) throw invalid({ to: ['is needed together with from'] });
  if (to < from) throw invalid({ to: ['must not be before from'] });
  if (Date.parse(to) - Date.parse(from) >= MOST_DAYS * 86_400_000) {
    throw invalid({ to: [`must be less than ${MOST_DAYS} days after from: a range has at most ${MOST_DAYS} dates`] });
  }
  return { dates: datesBetween(from, to), range: { from, to } };
}

/** The revision of a date's board is its number; that of a range only says whether anything in it changed. */
export const revisionOf = (boards: { revision: number }[]): string => boards.map(({ revision }) => revision).join('.');
