import { RECOVERY_MS, recoveryOf, WINDOW_MS } from './check-recovery.ts';
import { type Fared, type RecordedHistory, STRETCH_MS } from './history.ts';

/** A time in which nothing is done to the system and nothing has to be got over. */
export interface Calm {
  from: number;
  to: number;
  /** When the latest fault was over. */
  after: number;
  /** For people. */
  since: string;
}

type Disturbed = Pick<RecordedHistory, 'faults' | 'fared' | 'disturbedUntil'>;

/** Up to the first fault; then from each recovery up to the next fault, or for good. A fault that was not got over is no calm. */
export function calmTimes({ faults, fared, disturbedUntil }: Disturbed): Calm[] {
  const begins = faults.map(({ begunAt }) => begunAt);
  const calm: Calm[] = [
    { from: disturbedUntil, to: begins[0] ?? Number.POSITIVE_INFINITY, after: disturbedUntil, since: 'the beginning' },
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

const SIZE = WINDOW_MS / STRETCH_MS;

/** The seconds of each calm that are judged: those from 10 s after the latest fault on. */
export const judgedSeconds = (history: Disturbed): { calm: Calm; seconds: Fared[][] }[] =>
  calmTimes(history).map((calm) => {
    const from = Math.max(calm.from, calm.after + RECOVERY_MS);
    return { calm, seconds: secondsOf({ ...calm, from }, history.fared) };
  });

/** Whole stretches: that in which a fault begins belongs to the fault. What is less than a second at the end is judged with the last second. */
function secondsOf({ from, to }: Calm, fared: Fared[]): Fared[][] {
  const whole = fared.filter(({ at }) => at >= from && at + STRETCH_MS <= to);
  if (whole.length === 0) return [];
  const count = Math.max(1, Math.floor(whole.length / SIZE));
  return Array.from({ length: count }, (_, i) => whole.slice(i * SIZE, i + 1 === count ? undefined : (i + 1) * SIZE));
}

/** Less than a second is judged only for what failed. */
export const isWhole = (second: Fared[]): boolean => second.length >= SIZE;

/** How many whole seconds after faults are judged to be calm; without any, nobody has looked whether a recovery lasts. */
export const calmSecondsAfterFaults = (history: Disturbed): number =>
  judgedSeconds(history)
    .filter(({ calm }) => calm.after > Number.NEGATIVE_INFINITY)
    .reduce((total, { seconds }) => total + seconds.filter(isWhole).length, 0);
