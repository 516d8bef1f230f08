import { isOpen, type OutboxEntry } from '@edgar-auto-shop/client/outbox';

/**
 * What waits to be saved. Normally a change is saved before anybody could read that it is not; but behind one that could not be
 * delivered everything waits.
 */
export function waitingIn(pending: readonly OutboxEntry[]): readonly OutboxEntry[] {
  const open = pending.filter(isOpen);
  return open.some((it) => it.tries > 0 || it.waited) ? open : [];
}
