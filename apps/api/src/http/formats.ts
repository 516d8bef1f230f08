import { fullFormats } from 'ajv-formats/dist/formats.js';

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:[Zz]|[+-](\d\d):(\d\d))$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Days of that month in the proleptic Gregorian calendar; `month` from 1. */
const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

const isDay = (year: number, month: number, day: number) =>
  year >= 1970 && year <= 2199 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);

/**
 * RFC 3339 with an offset, a day that exists, 1970 to 2199, at most nine digits of a second. A leap second (`:60`) is refused:
 * neither JavaScript nor PostgreSQL can keep one.
 */
export function isInstant(text: string): boolean {
  const found = INSTANT.exec(text);
  if (found === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offsetHour = 0, offsetMinute = 0] = found
    .slice(1)
    .map((it) => Number(it ?? 0));
  return isDay(year, month, day) && hour < 24 && minute < 60 && second < 60 && offsetHour < 24 && offsetMinute < 60;
}

/** A day that exists, `2024-02-29`, 1970 to 2199. */
export function isDate(text: string): boolean {
  const found = DATE.exec(text);
  return found !== null && isDay(Number(found[1]), Number(found[2]), Number(found[3]));
}

export const formats = { instant: isInstant, date: isDate, email: fullFormats.email as RegExp };
