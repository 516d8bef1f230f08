import { openStorage } from './browser-storage.ts';
import type { OutboxClient } from './deliver.ts';
import { Outbox } from './outbox.ts';
import { randomId } from './random-id.ts';
import { turnsByLocks, turnsByNotes } from './turns.ts';

export interface OutboxOptions {
  client: OutboxClient;
  /** Where the API is. Every API has an outbox of its own. */
  baseUrl: string;
}

/**
 * The outbox for an API: in a browser kept by the browser and shared by all its windows, elsewhere in memory.
 * Nothing happens before it is started, or before the first change.
 *
 * @example const outbox = createOutbox({ client, baseUrl: 'https://board.example.com' });
 */
export function createOutbox({ client, baseUrl }: OutboxOptions): Outbox {
  return new Outbox({
    client,
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
