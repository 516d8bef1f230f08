import type { Moved } from '@edgar-auto-shop/contract';
import type { StatusBoardClient } from '../create-client.ts';
import { NO_RETRY } from '../retry.ts';
import type { OutboxEntry } from './entry.ts';

/** What an outbox needs of a client. */
export type OutboxClient = Pick<
  StatusBoardClient,
  'moveAppointment' | 'reorderAppointment' | 'undoAppointment' | 'getAppointment' | 'call'
>;

/** Sends an entry, once. */
export function deliver(client: OutboxClient, entry: OutboxEntry): Promise<Moved> {
  const { cardId, change, expectedVersion: expected_version } = entry;
  // The outbox repeats by itself, so that what it shows meanwhile is true.
  const options = { idempotencyKey: entry.key, retry: NO_RETRY };
  switch (change.kind) {
    case 'move': {
      const position = change.position === undefined ? {} : { position: change.position };
      return client.moveAppointment(cardId, { new_status: change.to, expected_version, ...position }, options);
    }
    case 'reorder':
      return client.reorderAppointment(cardId, { position: change.position, expected_version }, options);
    case 'undo':
      return client.undoAppointment(cardId, expected_version, options);
  }
}

/**
 * Which database the server has: the first part of the ids of its changes.
 *
 * @param since a revision that is not long past, so that the answer is short
 */
export async function databaseOf(client: OutboxClient, date: string, since: string): Promise<string | undefined> {
  const { id } = await client.call('getBoardChanges', { query: { date, since } });
  return id.split('.')[0];
}
