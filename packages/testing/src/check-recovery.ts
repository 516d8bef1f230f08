import { isSettled } from './acknowledged.ts';
import { type Fared, type FaultSeen, STRETCH_MS } from './history.ts';
import type { HistoryIndex } from './history-index.ts';
import { tellFared, tellFault, tellKeyed, type Violation } from './violation.ts';

/** In milliseconds. */
export const RECOVERY_MS = 10_000;
/** Over how long 99 % is counted. */
export const WINDOW_MS = 1_000;
export const SUCCEED = 0.99;
/**
 * Of a second in which fewer were answered nobody can say that all is well: while everybody waits, one answer is all of
 * them. There are 20 clients, and each asks many times a second where it is answered.
 */
const LEAST = 20;

/** I11: whatever was asked for, the server has said at last what became of it. */
export function checkSettled({ history }: HistoryIndex): Violation[] {
  return [...history.writes, ...history.renames]
    .filter((write) => !isSettled(write))
    .map((write) => ({ invariant: 'I11', message: 'a request was never settled', slice: tellKeyed(write).slice(-3) }));
}

/**
 * How long after a fault's end the first second began in which 99 % of requests succeeded. Of a second in which requests were
 * sent that have not ended yet nobody can say, nor of one with few.
 *
 * @param until by when that second must be over
 * @returns undefined where there was none
 */
export function recoveryOf(
  { endedAt }: FaultSeen,
  fared: Fared[],
  until = Number.POSITIVE_INFINITY,
): number | undefined {
  const size = WINDOW_MS / STRETCH_MS;
  const origin = fared[0]?.at ?? 0;
  const first = Math.max(0, Math.ceil((endedAt - origin) / STRETCH_MS));
  for (let i = first; i + size <= fared.length; i += 1) {
    const begin = (fared[i] as Fared).at;
    if (begin + WINDOW_MS > until) return undefined;
    const { succeeded, failed, pending } = sum(fared.slice(i, i + size));
    if (pending === 0 && succeeded >= LEAST && succeeded >= SUCCEED * (succeeded + failed)) return begin - endedAt;
  }
  return undefined;
}

export const sum = (list: Fared[]) => ({
  succeeded: list.reduce((total, one) => total + one.succeeded, 0),
  failed: list.reduce((total, one) => total + one.failed, 0),
  pending: list.reduce((total, one) => total + one.pending, 0),
});

/**
 * I12: within 10 s of a fault's end 99 % of requests succeed again. Where the next fault came before that, the two are one:
 * the next one's end counts.
 */
export function checkRecovery({ history: { faults, fared } }: HistoryIndex): Violation[] {
  const observedUntil = (fared[0]?.at ?? 0) + fared.length * STRETCH_MS;
  return faults.flatMap((fault, i): Violation[] => {
    const until = fault.endedAt + RECOVERY_MS + WINDOW_MS;
    const next = faults[i + 1]?.begunAt ?? Number.POSITIVE_INFINITY;
    if (recoveryOf(fault, fared, Math.min(until, next)) !== undefined) return [];
    if (Math.min(next, observedUntil) < until) return [];
    const slice = [tellFault(fault), ...bySecond(fared, fault.endedAt, until).map(tellFared)];
    return [
      { invariant: 'I12', message: `${fault.kind}: 10 s after its end fewer than 99 % of requests succeed`, slice },
    ];
  });
}

function bySecond(fared: Fared[], from: number, to: number): Fared[] {
  const groups = Map.groupBy(
    fared.filter(({ at }) => at >= from && at < to),
    ({ at }) => Math.floor((at - from) / WINDOW_MS),
  );
  return [...groups.values()].map((list) => ({ at: list[0]?.at ?? 0, ...sum(list) }));
}
