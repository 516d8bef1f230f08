import type { Card, Moved, Status } from '@edgar-auto-shop/contract';
import { vi } from 'vitest';
import { type Failure, StatusBoardError } from '../src/errors.ts';
import type { OutboxClient } from '../src/outbox/deliver.ts';
import type { Change, NewEntry } from '../src/outbox/entry.ts';
import { Outbox } from '../src/outbox/outbox.ts';
import { MemoryStorage, type OutboxStorage } from '../src/outbox/storage.ts';

export const DATE = '2025-09-20';
export const tick = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
export const lost: Failure = { kind: 'network', message: 'lost' };
const place = (status: Status) => ({ status, position: 0, check_in_at: null, check_out_at: null });
export const cardAt = (status: Status, version: number) => ({ id: 'a', ...place(status), version }) as Card;
export const conflictWith = (current: Card): Failure => ({
  kind: 'version_conflict',
  status: 409,
  message: 'Somebody was faster',
  details: { expected_version: 1, current_version: current.version, current },
  correlationId: '',
});
export const moveTo = (to: Status): Change => ({ kind: 'move', to, position: undefined });
export const made = (change: Change, from: Status = 'scheduled', expectedVersion = 1, cardId = 'a'): NewEntry => ({
  cardId,
  date: DATE,
  change,
  expectedVersion,
  card: cardAt(from, expectedVersion),
});

/** A server by the answers that a test gives it; each try is written down as its key, what it wants and from which version. */
export function shop() {
  /** The cards of those tries. */
  const cards: string[] = [];
  const tries: { key: string; to: Status | 'back'; version: number }[] = [];
  const place = {
    answer: (_: { to: Status | 'back'; version: number; cardId: string }): Failure | null => null,
    /** How long an answer takes, in milliseconds. */
    takes: 0,
    database: 'db1',
    offline: false,
    /** What a read of the card answers; a failure, if there is none. */
    appointment: undefined as unknown,
  };
  const change = async (id: string, to: Status | 'back', version: number, key: string) => {
    tries.push({ key, to, version });
    cards.push(id);
    const failure = place.offline ? lost : place.answer({ to, version, cardId: id });
    if (place.takes > 0) await new Promise((done) => setTimeout(done, place.takes));
    if (failure) throw new StatusBoardError(failure);
    const status = to === 'back' ? 'scheduled' : to;
    return { appointment_id: id, status, position: 0, version: version + 1, date: DATE, revision: '1' } as Moved;
  };
  const client = {
    moveAppointment: (
      id: string,
      body: { new_status: Status; expected_version: number },
      options: { idempotencyKey: string },
    ) => change(id, body.new_status, body.expected_version, options.idempotencyKey),
    undoAppointment: (id: string, version: number, options: { idempotencyKey: string }) =>
      change(id, 'back', version, options.idempotencyKey),
    getAppointment: () =>
      Promise.resolve(
        place.appointment ?? Promise.reject(new StatusBoardError({ kind: 'protocol', status: 404, message: '' })),
      ),
    call: () =>
      place.offline
        ? Promise.reject(new StatusBoardError(lost))
        : Promise.resolve({ id: `${place.database}.${DATE}.1` }),
  };
  const open = (storage: OutboxStorage = new MemoryStorage()) => {
    const outbox = new Outbox({
      client: client as unknown as OutboxClient,
      open: () => Promise.resolve({ storage, turn: (work) => work() }),
      isOffline: () => place.offline,
    });
    return outbox;
  };
  return { tries, cards, place, open };
}
