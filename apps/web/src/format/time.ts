import { LOCALE } from './locale.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs far more than using one. */
function format(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = timeZone + JSON.stringify(options);
  const known = formats.get(name);
  if (known) return known;
  const made = new Intl.DateTimeFormat(LOCALE, { ...options, timeZone });
  formats.set(name, made);
  return made;
}

const TIME = { hour: 'numeric', minute: '2-digit' } as const;

/** `9:00 AM`, in the shop's zone. */
export const formatTime = (instant: string | number, timeZone: string): string =>
  format(timeZone, TIME).format(new Date(instant));

const CLOCK = /^(\d[\d:.]*)(.*)$/;

/**
 * `9:00 – 10:30 AM`, in the shop's zone: what both times say after the figures is said once. (`formatRange` knows that too, but takes
 * 20 times as long, a tenth of a second for a full board, and adds both dates to a job over midnight.)
 */
export function formatTimes(start: string, end: string, timeZone: string): string {
  const from = formatTime(start, timeZone);
  const to = formatTime(end, timeZone);
  const [, figures, half] = CLOCK.exec(from) ?? [];
  return `${half && CLOCK.exec(to)?.[2] === half ? figures : from} – ${to}`;
}

/** `Sep 20, 9:00 AM`, in the shop's zone. */
export const formatMoment = (instant: string, timeZone: string): string =>
  format(timeZone, { ...TIME, month: 'short', day: 'numeric' }).format(new Date(instant));

/** `Sat, Sep 20`, and with the year where that is not the one of today; a date is a day wherever the reader is. */
export function formatDay(date: string, today = date): string {
  const year = date.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' as const };
  const day = format('UTC', { weekday: 'short', month: 'short', day: 'numeric', ...year });
  return day.format(new Date(`${date}T00:00:00Z`));
}

/** `Saturday, September 20, 2025`. */
export const formatLongDay = (date: string): string =>
  format('UTC', { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' }).format(
    new Date(`${date}T00:00:00Z`),
  );
