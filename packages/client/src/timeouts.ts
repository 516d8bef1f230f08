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

function groupOf(operation: OperationId): keyof typeof API_TIMEOUTS {
  if (operation === 'getHealth' || operation === 'getReadiness') return 'health';
  return OPERATIONS[operation].method === 'GET' ? 'read' : 'write';
}
