import { API_TIMEOUTS } from '@edgar-auto-shop/contract';
import { OPERATIONS, type OperationId } from './operations.ts';

/**
 * Milliseconds that one try may take: of one operation by its name, or of all reads, all writes, or the two health checks.
 *
 * @example { moveAppointment: 5_000, read: 20_000 }
 */
export type Timeouts = Partial<Record<OperationId | keyof typeof API_TIMEOUTS, number>>;

/**
 * How long a try of this operation may take, in milliseconds. What the call says goes before the operation's own name, that before its
 * group, the contract's figures come last; what is no number says nothing.
 */
export function timeoutOf(operation: OperationId, timeouts: Timeouts = {}, own?: number): number {
  const group = groupOf(operation);
  return [own, timeouts[operation], timeouts[group]].find((ms = NaN) => ms >= 0) ?? API_TIMEOUTS[group];
}

/** What is longer, timers take for 1 ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Milliseconds as timers take them, whatever was asked for: `Infinity` is as long as they can. */
export const timerMs = (ms: number): number => Math.ceil(Math.min(Math.max(ms || 0, 0), LONGEST_TIMER_MS));

/** Where nobody says how often, in milliseconds. */
const INTERVAL_MS = 2_500;
/** Nobody reads a board more often than the first, or means anything by more than the second, in milliseconds. */
const [LEAST_INTERVAL_MS, LONGEST_INTERVAL_MS] = [250, 86_400_000];

/**
 * Milliseconds between two reads, whatever was asked for: a mistake must not become a loop of requests.
 *
 * 2,500 where it says nothing: none, 0, less than that, no number. `Infinity` stays that: not again; and so it is where it is off.
 *
 * @example setTimeout(read, intervalMs(options.pollingInterval, options.enablePolling));
 */
export const intervalMs = (asked = INTERVAL_MS, enabled = true): number => {
  if (!enabled || asked === Infinity) return Infinity;
  return asked > 0 ? Math.min(Math.max(asked, LEAST_INTERVAL_MS), LONGEST_INTERVAL_MS) : INTERVAL_MS;
};

function groupOf(operation: OperationId): keyof typeof API_TIMEOUTS {
  if (operation === 'getHealth' || operation === 'getReadiness') return 'health';
  return OPERATIONS[operation].method === 'GET' ? 'read' : 'write';
}
