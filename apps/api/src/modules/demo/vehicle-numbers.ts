import { hasValidCheckDigit } from '@edgar-auto-shop/contract';
import type { Model } from './demo-people.ts';
import type { Random } from './random.ts';

/** From 1980 on, again every 30 years. */
const YEAR_CODES = 'ABCDEFGHJKLMNPRSTVWXY123456789';
const VIN_CHARACTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';
/** Without vowels three letters spell nothing. */
const PLATE_LETTERS = 'BCDFGHJKLMNPRSTVWXZ';

const characters = (random: Random, from: string, count: number): string =>
  Array.from({ length: count }, () => from[random.below(from.length)]).join('');

/** A VIN as the maker would give it: its prefix, the year's code in the tenth place, and a check digit that fits. */
export function makeVin({ wmi }: Model, year: number, random: Random): string {
  const attributes = characters(random, VIN_CHARACTERS, 5);
  const rest = `${YEAR_CODES[(year - 1980) % 30]}${characters(random, PLATE_LETTERS, 1)}${characters(random, '0123456789', 6)}`;
  const digit = [...'0123456789X'].find((it) => hasValidCheckDigit(`${wmi}${attributes}${it}${rest}`));
  return `${wmi}${attributes}${digit}${rest}`;
}

/** A license plate in the pattern of California, e.g. `7KBX418`. */
export const makePlate = (random: Random): string =>
  `${6 + random.below(4)}${characters(random, PLATE_LETTERS, 3)}${characters(random, '0123456789', 3)}`;
