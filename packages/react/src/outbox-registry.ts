import type { StatusBoardClient } from '@edgar-auto-shop/client';
import { createOutbox, type Outbox } from '@edgar-auto-shop/client/outbox';

const outboxes = new WeakMap<StatusBoardClient, Outbox>();

/** The one outbox of a client, for all its boards. */
export function outboxOf(client: StatusBoardClient): Outbox {
  const outbox = outboxes.get(client) ?? createOutbox({ client, baseUrl: client.baseUrl });
  outboxes.set(client, outbox);
  return outbox;
}
