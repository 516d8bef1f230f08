import { fromWallClock, toWallClock } from '../format/wall-clock.ts';

/** Start and end as the shop's clock shows them, while somebody is typing. */
export interface WhenDraft {
  date: string;
  start: string;
  endDate: string;
  end: string;
}

export interface Span {
  appt_start: string;
  appt_end: string;
}

export function whenOf({ appt_start, appt_end }: Span, timeZone: string): WhenDraft {
  const start = toWallClock(appt_start, timeZone);
  const end = toWallClock(appt_end, timeZone);
  return { date: start.date, start: start.time, endDate: end.date, end: end.time };
}

/** The two instants; undefined while a field is incomplete. */
export function spanOf(when: WhenDraft, timeZone: string): Span | undefined {
  const appt_start = fromWallClock({ date: when.date, time: when.start }, timeZone);
  const appt_end = fromWallClock({ date: when.endDate, time: when.end }, timeZone);
  return appt_start && appt_end ? { appt_start, appt_end } : undefined;
}

/** Whether two drafts start, or end, alike. */
export const samePart = (part: 'start' | 'end', one: WhenDraft, other: WhenDraft): boolean =>
  part === 'start'
    ? one.date === other.date && one.start === other.start
    : one.endDate === other.endDate && one.end === other.end;

/** Begins so many minutes later or earlier; the end follows, so that the job stays as long as it was. */
export function withStart(when: WhenDraft, change: { date?: string; start?: string }, timeZone: string): WhenDraft {
  const next = { ...when, ...change };
  const before = spanOf(when, timeZone);
  const start = fromWallClock({ date: next.date, time: next.start }, timeZone);
  if (!before || !start) return { ...next, endDate: change.date ?? next.endDate };
  return withMinutes(next, (Date.parse(before.appt_end) - Date.parse(before.appt_start)) / 60_000, timeZone);
}

/** Ends so many minutes after its start. */
export function withMinutes(when: WhenDraft, minutes: number, timeZone: string): WhenDraft {
  const start = fromWallClock({ date: when.date, time: when.start }, timeZone);
  if (!start) return when;
  const end = toWallClock(Date.parse(start) + minutes * 60_000, timeZone);
  return { ...when, endDate: end.date, end: end.time };
}

const QUARTER_MS = 15 * 60_000;

/** The next quarter of an hour on today's board, and eight in the morning on any other. */
export function firstDraft(date: string, timeZone: string, now: number): WhenDraft {
  const quarter = toWallClock(Math.ceil(now / QUARTER_MS) * QUARTER_MS, timeZone);
  const start = quarter.date === date ? quarter.time : '08:00';
  return withMinutes({ date, start, endDate: date, end: start }, 60, timeZone);
}

/** Whether the end needs a date of its own, because it is not on the day of the start, or seems to be before it. */
export const needsEndDate = (when: WhenDraft): boolean =>
  when.endDate !== when.date || (when.end !== '' && when.end <= when.start);
