import { API_TIMEOUTS } from '@edgar-auto-shop/contract';
import { OPERATIONS, type OperationId } from './operations.ts';

/**
 * Milliseconds that one try may take: of one operation by its name, or of all reads, all writes, or the two health checks.
 *
 * @example { moveAppointment: 5_000, read: 20_000 }
 */
export type Timeouts = Partial<Record<OperationId | keyof typeof API_TIMEOUTS, number>>;

/** How long a try of this operation may take. The operation's own name goes before its group, the contract's figures come last. */
export function timeoutOf(operation: OperationId, timeouts: Timeouts = {}): number {
  const group = groupOf(operation);
  return timeouts[operation] ?? timeouts[group] ?? API_TIMEOUTS[group];
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
 * 2,500 where it says nothing: none, 0, less than that, no number. `Infinity` stays that: not again.
 *
 * @example setTimeout(read, intervalMs(options.pollingInterval));
 */
export const intervalMs = (asked = INTERVAL_MS): number => {
  if (asked === Infinity) return asked;
  return asked > 0 ? Math.min(Math.max(asked, LEAST_INTERVAL_MS), LONGEST_INTERVAL_MS) : INTERVAL_MS;
};

function groupOf(operation: OperationId): keyof typeof API_TIMEOUTS {
  if (operation === 'getHealth' || operation === 'getReadiness') return 'health';
  return OPERATIONS[operation].method === 'GET' ? 'read' : 'write';
}
