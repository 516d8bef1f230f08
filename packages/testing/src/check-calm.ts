import { type Calm, isWhole, judgedSeconds } from './calm.ts';
import { SUCCEED, sum } from './check-recovery.ts';
import { type Failure, type Fared, type RecordedHistory, STRETCH_MS } from './history.ts';
import type { HistoryIndex } from './history-index.ts';
import { tellFared, type Violation } from './violation.ts';

/** A request that was under way for longer when a fault struck did not fail for that fault, in milliseconds: none takes so long. */
const STUCK_MS = 2_000;

/**
 * I12: before the first fault, and from 10 s after each up to the next, 99 % of the requests of every second succeed, and in every second one
 * has ended well: while everybody is stuck, nobody asks for anything that could fail. One failure a second is let pass, however few were asked
 * for. A recovery that does not last is none, but another may follow it in these 10 s: what a fault has left behind may show only when somebody
 * comes upon it.
 */
export function checkCalm({ history }: HistoryIndex): Violation[] {
  return judgedSeconds(history).flatMap(({ calm, seconds }): Violation[] => {
    const fared = seconds.map((second) => withoutStruck(second, calm, history.failures));
    const bad = fared.find(({ succeeded, failed }) => failed > 1 && succeeded < SUCCEED * (succeeded + failed));
    const still = seconds.find((second) => isStill(second, history));
    return [
      ...(bad ? [wrong(calm, "fewer than 99 % of a second's requests succeed", bad)] : []),
      ...(still ? [wrong(calm, 'no request ends well for a second', still[0] as Fared)] : []),
    ];
  });
}

const wrong = ({ since }: Calm, what: string, second: Fared): Violation => ({
  invariant: 'I12',
  message: `since ${since} all was well, and then ${what}`,
  slice: [tellFared(second)],
});

/** Whether people were there, from the first request until they stopped, and nothing ended well. One success is little, so that a busy machine has it. */
function isStill(second: Fared[], { fared, ended, overAt }: RecordedHistory): boolean {
  const [begin, end] = [second[0]?.at ?? 0, (second.at(-1)?.at ?? 0) + STRETCH_MS];
  const first = fared.find(({ succeeded, failed, pending }) => succeeded + failed + pending > 0)?.at ?? overAt;
  if (!isWhole(second) || begin < first || end > overAt) return false;
  return !ended.some(({ at, succeeded }) => succeeded > 0 && at >= begin && at < end);
}

/** How a second's requests fared, without those that were under way when the next fault struck. What never ended failed. */
function withoutStruck(second: Fared[], { to }: Calm, failures: Failure[]): Fared {
  const { succeeded, failed, pending } = sum(second);
  const [at, last] = [second[0]?.at ?? 0, second.at(-1)?.at ?? 0];
  const isStruck = ({ sentAt, endedAt }: Failure) => endedAt >= to && sentAt < to && to - sentAt <= STUCK_MS;
  const struck = failures.filter((one) => one.sentAt >= at && one.sentAt < last + STRETCH_MS && isStruck(one));
  return { at, succeeded, failed: failed + pending - struck.length, pending: 0 };
}
