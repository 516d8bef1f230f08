import type { Attempt } from './history.ts';
import type { Invariant } from './violation.ts';

/** What a checker must catch: one change to a sample of a history in which all is well, and what is to be said of it. */
export type Doctored<Sample> = [
  what: string,
  invariant: Invariant,
  message: string,
  doctor: (sample: Sample) => unknown,
];

export const last = <A>({ attempts }: { attempts: Attempt<A>[] }): Attempt<A> => attempts.at(-1) as Attempt<A>;
export const first = <T>(list: T[]): T => list[0] as T;
