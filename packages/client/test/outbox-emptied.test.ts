import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MemoryStorage, type OutboxStorage } from '../src/outbox/storage.ts';
import { made, moveTo, shop, tick } from './outbox-shop.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A storage that somebody can empty under the windows that use it, as who clears a site's data does. */
function emptiable(): OutboxStorage & { empty(): void; stored(): ReturnType<MemoryStorage['change']> } {
  let disk = new MemoryStorage();
  const listeners = new Set<Parameters<OutboxStorage['watch']>[0]>();
  const tell: Parameters<OutboxStorage['watch']>[0] = (stored) => {
    for (const listener of listeners) listener(stored);
  };
  disk.watch(tell);
  return {
    survives: true,
    change: (work) => disk.change(work),
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    empty() {
      disk = new MemoryStorage();
      disk.watch(tell);
    },
    stored: () => disk.change((it) => it),
  };
}

test('what is made after the storage was emptied is shown, sent and settled like everything before', async () => {
  const { cards, open } = shop();
  const storage = emptiable();
  const outbox = open(storage);
  for (const id of ['a', 'b', 'c']) outbox.add(made(moveTo('in_progress'), 'scheduled', 1, id));
  await tick(1_000);
  storage.empty();
  for (const id of ['d', 'e']) {
    outbox.add(made(moveTo('in_progress'), 'scheduled', 1, id));
    await tick(1_000);
  }
  expect(cards).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(outbox.entries.filter((it) => it.state !== 'applied')).toEqual([]);
  expect(outbox.entries.map((it) => it.cardId)).toEqual(expect.arrayContaining(['d', 'e']));
  expect((await storage.stored()).entries).toEqual(outbox.entries);
});

test('what waits is put back before what comes after it, and goes out in the order in which it was made', async () => {
  const { tries, place, open } = shop();
  const storage = emptiable();
  const outbox = open(storage);
  place.offline = true;
  outbox.add(made(moveTo('in_progress')));
  await tick(1_000);
  storage.empty();
  outbox.add(made(moveTo('ready'), 'in_progress', 2));
  await tick(1_000);
  expect((await storage.stored()).entries.map((it) => it.change)).toEqual([moveTo('in_progress'), moveTo('ready')]);
  place.offline = false;
  await tick(60_000);
  expect(outbox.entries).toMatchObject([{ state: 'applied' }, { state: 'applied' }]);
  expect(tries.slice(-2).map((it) => it.to)).toEqual(['in_progress', 'ready']);
});

test('what keeps failing then is tried with patience, and no storm', async () => {
  const { tries, place, open } = shop();
  const storage = emptiable();
  const outbox = open(storage);
  place.answer = () => ({ kind: 'protocol', status: 403, message: 'A page' });
  outbox.add(made(moveTo('in_progress')));
  await tick(20_000);
  storage.empty();
  const before = tries.length;
  await tick(60_000);
  expect(tries.length - before).toBeGreaterThan(0);
  expect(tries.length - before).toBeLessThan(60);
  place.answer = () => null;
  await tick(60_000);
  expect(outbox.entries).toMatchObject([{ state: 'applied' }]);
});

test('what waits is put back also where another window has begun anew and written more since', async () => {
  const { cards, tries, place, open } = shop();
  const storage = emptiable();
  const old = open(storage);
  const details = { retry_after_ms: 20_000 };
  const busy = { kind: 'rate_limited', status: 429, message: '', correlationId: '', details } as const;
  place.answer = ({ cardId }) => (cardId === 'a' ? busy : null);
  old.add(made(moveTo('in_progress'), 'scheduled', 1, 'a'));
  await tick(1_000);
  storage.empty();
  const fresh = open(storage);
  for (const id of ['b', 'c', 'd', 'e']) {
    fresh.add(made(moveTo('in_progress'), 'scheduled', 1, id));
    await tick(1_000);
  }
  place.answer = () => null;
  await tick(60_000);
  const keys = tries.filter((_, i) => cards[i] === 'a').map((it) => it.key);
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(1);
  for (const outbox of [old, fresh]) expect(outbox.entries.filter((it) => it.state !== 'applied')).toEqual([]);
});

test('another window that begins with the emptied storage comes to the same list', async () => {
  const { place, open } = shop();
  const storage = emptiable();
  const old = open(storage);
  place.offline = true;
  for (const id of ['a', 'b', 'c']) old.add(made(moveTo('in_progress'), 'scheduled', 1, id));
  await tick(120_000);
  storage.empty();
  const fresh = open(storage);
  fresh.add(made(moveTo('in_progress'), 'scheduled', 1, 'd'));
  await tick(1_000);
  old.add(made(moveTo('in_progress'), 'scheduled', 1, 'e'));
  await tick(1_000);
  const cards = ['a', 'b', 'c', 'd', 'e'];
  for (const outbox of [old, fresh]) expect(outbox.entries.map((it) => it.cardId).toSorted()).toEqual(cards);
});
