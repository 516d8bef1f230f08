import { isOffline } from '../network.ts';
import { randomId } from '../random-id.ts';
import { openStorage } from './browser-storage.ts';
import type { OutboxClient } from './deliver.ts';
import { Outbox } from './outbox.ts';
import { turnsByLocks, turnsByNotes } from './turns.ts';

const outboxes = new WeakMap<object, Outbox>();

/**
 * The one outbox of a client, for all its boards: in a browser kept by the browser and shared by all its windows, elsewhere in
 * memory. Nothing happens before it is started, or before the first change.
 *
 * @example const outbox = outboxOf(createStatusBoardClient({ baseUrl: 'https://board.example.com' }));
 */
export function outboxOf(client: OutboxClient & { readonly baseUrl: string }): Outbox {
  const outbox = outboxes.get(client) ?? createOutbox(client, client.baseUrl);
  outboxes.set(client, outbox);
  return outbox;
}

/** @param baseUrl where the API is: every API has an outbox of its own */
function createOutbox(client: OutboxClient, baseUrl: string): Outbox {
  return new Outbox({
    client,
    isOffline,
    async open({ heardAt }) {
      const name = typeof location === 'undefined' ? baseUrl : new URL(baseUrl || '/', location.href).href;
      const storage = await openStorage(name);
      if (!storage.survives) return { storage, turn: (work) => work() };
      const locks = typeof navigator === 'undefined' ? undefined : navigator.locks;
      const turn = locks ? turnsByLocks(locks, `edgar-outbox ${name}`, heardAt) : turnsByNotes(storage, randomId());
      return { storage, turn };
    },
  });
}
