import type { Violation } from '@edgar-auto-shop/testing';

/** What is told by the fewest lines of the history is understood soonest. */
export const shortestFirst = (violations: Violation[]): Violation[] =>
  violations.toSorted((a, b) => a.slice.length - b.slice.length);
