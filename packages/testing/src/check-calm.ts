import { type Calm, calmTimes } from './calm.ts';
import { RECOVERY_MS, SUCCEED, sum, WINDOW_MS } from './check-recovery.ts';
import { type Failure, type Fared, STRETCH_MS } from './history.ts';
import type { HistoryIndex } from './history-index.ts';
import { tellFared, type Violation } from './violation.ts';

/** A request that was under way for longer when a fault struck did not fail for that fault, in milliseconds: none takes so long. */
const STUCK_MS = 2_000;

/**
 * I12: before the first fault, and from 10 s after each up to the next, 99 % of the requests of every second succeed. A recovery that does not
 * last is none, but another may follow it in these 10 s: what a fault has left behind may show only when somebody comes upon it.
 */
export function checkCalm({ history: { faults, fared, failures } }: HistoryIndex): Violation[] {
  return calmTimes({ faults, fared }).flatMap((calm): Violation[] => {
    const from = Math.max(calm.from, calm.after + RECOVERY_MS);
    const bad = secondsOf({ ...calm, from }, fared)
      .map((second) => withoutStruck(second, calm, failures))
      .find(({ succeeded, failed }) => failed > 1 && succeeded < SUCCEED * (succeeded + failed));
    const message = `since ${calm.since} all was well, and then fewer than 99 % of a second's requests succeed`;
    return bad ? [{ invariant: 'I12', message, slice: [tellFared(bad)] }] : [];
  });
}

/** Whole stretches: that in which a fault begins belongs to the fault. What is less than a second at the end is judged with the last second. */
function secondsOf({ from, to }: Calm, fared: Fared[]): Fared[][] {
  const whole = fared.filter(({ at }) => at >= from && at + STRETCH_MS <= to);
  const size = WINDOW_MS / STRETCH_MS;
  const count = Math.max(1, Math.floor(whole.length / size));
  return Array.from({ length: count }, (_, i) => whole.slice(i * size, i + 1 === count ? undefined : (i + 1) * size));
}

/** How a second's requests fared, without those that were under way when the next fault struck. What never ended failed. */
function withoutStruck(second: Fared[], { to }: Calm, failures: Failure[]): Fared {
  const { succeeded, failed, pending } = sum(second);
  const [at, last] = [second[0]?.at ?? 0, second.at(-1)?.at ?? 0];
  const isStruck = ({ sentAt, endedAt }: Failure) => endedAt >= to && sentAt < to && to - sentAt <= STUCK_MS;
  const struck = failures.filter((one) => one.sentAt >= at && one.sentAt < last + STRETCH_MS && isStruck(one));
  return { at, succeeded, failed: failed + pending - struck.length, pending: 0 };
}
