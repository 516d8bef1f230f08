import { recoveryOf } from './check-recovery.ts';
import type { RecordedHistory } from './history.ts';

/** A time in which nothing is done to the system and nothing has to be got over. */
export interface Calm {
  from: number;
  to: number;
  /** For people. */
  since: string;
}

/** Up to the first fault; then from each recovery up to the next fault, or for good. A fault that was not got over is no calm. */
export function calmTimes({ faults, fared }: Pick<RecordedHistory, 'faults' | 'fared'>): Calm[] {
  const begins = faults.map(({ begunAt }) => begunAt);
  const calm: Calm[] = [
    { from: Number.NEGATIVE_INFINITY, to: begins[0] ?? Number.POSITIVE_INFINITY, since: 'the beginning' },
  ];
  for (const [i, fault] of faults.entries()) {
    const to = begins[i + 1] ?? Number.POSITIVE_INFINITY;
    const recovery = recoveryOf(fault, fared, to);
    if (recovery === undefined) continue;
    calm.push({ from: fault.endedAt + recovery, to, since: `the recovery from ${fault.kind}` });
  }
  return calm;
}
