import type { Invariant } from '@edgar-auto-shop/testing';

/**
 * What must always hold, by the numbers of the design; `contract` is everything else that the contract promises of an answer:
 * its status, its code, what it tells of a card.
 */
export type Check = Invariant | 'I9' | 'I10' | 'contract';

/** Something that a check found wrong. */
export interface Finding {
  check: Check;
  message: string;
  /** What was done before, the latest last. */
  slice: string[];
}

export const tellFinding = ({ check, message, slice }: Finding): string =>
  [`${check}: ${message}`, ...slice.map((line) => `    ${line}`)].join('\n');

/** Both sides of a comparison as short as they can be told: only the fields that differ. */
export function difference(expected: unknown, actual: unknown): string | undefined {
  if (JSON.stringify(expected) === JSON.stringify(actual)) return undefined;
  const both = [expected, actual];
  if (both.every((it) => typeof it === 'object' && it !== null)) {
    const [wanted, found] = both as Record<string, unknown>[];
    const names = new Set([...Object.keys(wanted ?? {}), ...Object.keys(found ?? {})]);
    const parts = [...names].flatMap((name) => {
      const told = difference(wanted?.[name], found?.[name]);
      return told === undefined ? [] : `${name}: ${told}`;
    });
    if (parts.length > 0) return parts.slice(0, 4).join('; ');
  }
  return `${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`;
}
