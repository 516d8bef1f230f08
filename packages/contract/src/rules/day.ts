const formats = new Map<string, Intl.DateTimeFormat>();

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    // en-CA writes dates as YYYY-MM-DD.
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format;
}

/**
 * The calendar date of an instant in a time zone: a *date* is always a day in the shop's zone.
 *
 * @param timeZone an IANA name
 * @throws RangeError where the zone is unknown or the instant cannot be read
 * @example dateInZone('2025-09-21T05:30:00Z', 'America/Los_Angeles') // '2025-09-20'
 */
export function dateInZone(instant: string | number | Date, timeZone: string): string {
  return dayFormat(timeZone).format(new Date(instant));
}

/**
 * A date some days later or earlier.
 *
 * @example addDays('2025-02-28', 1) // '2025-03-01'
 */
export function addDays(date: string, days: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** Every date from the first to the last, both included. */
export function datesBetween(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) dates.push(date);
  return dates;
}
