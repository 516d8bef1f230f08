import { recoveryOf } from './check-recovery.ts';
import type { RecordedHistory } from './history.ts';

/** A time in which nothing is done to the system and nothing has to be got over. */
export interface Calm {
  from: number;
  to: number;
  /** When the latest fault was over. */
  after: number;
  /** For people. */
  since: string;
}

const START = Number.NEGATIVE_INFINITY;

/** Up to the first fault; then from each recovery up to the next fault, or for good. A fault that was not got over is no calm. */
export function calmTimes({ faults, fared }: Pick<RecordedHistory, 'faults' | 'fared'>): Calm[] {
  const begins = faults.map(({ begunAt }) => begunAt);
  const calm: Calm[] = [
    { from: START, to: begins[0] ?? Number.POSITIVE_INFINITY, after: START, since: 'the beginning' },
  ];
  for (const [i, fault] of faults.entries()) {
    const to = begins[i + 1] ?? Number.POSITIVE_INFINITY;
    const recovery = recoveryOf(fault, fared, to);
    if (recovery === undefined) continue;
    const after = fault.endedAt;
    calm.push({ from: after + recovery, to, after, since: `the recovery from ${fault.kind}` });
  }
  return calm;
}
