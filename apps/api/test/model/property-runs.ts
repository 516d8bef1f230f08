import { addDays } from '@edgar-auto-shop/contract';
import type { Parameters } from 'fast-check';

/**
 * How often a property is tried: PROPERTY_RUNS=20 tries it twenty times as often as `npm test` does, PROPERTY_SEED has the
 * choices of an earlier run again, which a failure prints.
 */
export function propertyRuns(usual: number): Parameters<unknown> {
  const { PROPERTY_RUNS: times = '1', PROPERTY_SEED: seed } = process.env;
  return {
    numRuns: Math.ceil(usual * Number(times)),
    // Each try has dates of its own, so a shorter sequence of steps fails as the long one did.
    interruptAfterTimeLimit: 500_000,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
}

let next = '2040-01-01';

/** Dates on which nothing was booked yet, one after the other. */
export function newDates(count: number): string[] {
  const dates = Array.from({ length: count }, (_, i) => addDays(next, i));
  // A job over midnight must not meet those of the run before.
  next = addDays(next, count + 3);
  return dates;
}
