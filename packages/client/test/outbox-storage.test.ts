import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MemoryStorage, type OutboxStorage, understood } from '../src/outbox/storage.ts';
import { turnsByNotes } from '../src/outbox/turns.ts';
import { made, moveTo, shop, tick } from './outbox-shop.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a full storage is said, and everything goes on in memory until it takes what there is', async () => {
  const { tries, place, open } = shop();
  const storage = new MemoryStorage();
  let isFull = true;
  const full: OutboxStorage = {
    survives: true,
    watch: () => () => {},
    change: (work) => (isFull ? Promise.reject(new DOMException('Full', 'QuotaExceededError')) : storage.change(work)),
  };
  const outbox = open(full);
  place.offline = true;
  outbox.add(made(moveTo('in_progress')));
  await tick();
  expect(outbox.isKept).toBe(false);
  expect(outbox.entries).toMatchObject([{ state: 'pending', tries: 1 }]);
  isFull = false;
  await tick(60_000);
  expect(outbox.isKept).toBe(true);
  expect((await storage.change((it) => it)).entries).toMatchObject([{ state: 'pending', waited: true }]);
  place.offline = false;
  await tick(60_000);
  expect(outbox.entries[0]?.state).toBe('applied');
  expect(new Set(tries.map((it) => it.key)).size).toBe(1);
});

test('an outbox that a newer program wrote is left alone', () => {
  expect(() => understood({ schema: 2, revision: 7, entries: [] })).toThrow(/newer version/);
  expect(understood(undefined)).toMatchObject({ schema: 1, entries: [] });
});

test('where there are no locks, one window at a time sends; the turn of one that died ends', async () => {
  const storage = new MemoryStorage();
  const log: string[] = [];
  let finish = () => {};
  const first = turnsByNotes(storage, 'first');
  const second = turnsByNotes(storage, 'second');
  void first(async () => {
    log.push('first');
    await new Promise<void>((done) => {
      finish = done;
    });
    log.push('first is done');
  });
  void second(() => Promise.resolve(void log.push('second')));
  await tick(30_000);
  expect(log).toEqual(['first']);
  finish();
  await tick(2_000);
  expect(log).toEqual(['first', 'first is done', 'second']);
  let isAlive = true;
  const mortal: OutboxStorage = {
    survives: true,
    watch: () => () => {},
    change: (work) => (isAlive ? storage.change(work) : new Promise(() => {})),
  };
  void turnsByNotes(mortal, 'third')(() => new Promise(() => {}));
  await tick(12_000);
  isAlive = false;
  void second(() => Promise.resolve(void log.push('second again')));
  await tick(30_000);
  expect(log.at(-1)).toBe('second again');
});

test('a record that is spoilt takes no other with it', async () => {
  const { tries, open } = shop();
  const source = new MemoryStorage();
  open(source).add(made(moveTo('in_progress')));
  await tick();
  const [good] = (await source.change((it) => it)).entries;
  const pending = { ...good, state: 'pending', answer: undefined };
  const spoilt = [
    null,
    7,
    { ...pending, id: 'odd', change: { kind: 'later' } },
    { ...pending, id: 3 },
    { ...pending, state: undefined },
    {},
  ];
  const read = understood({ schema: 1, revision: 5, entries: [...spoilt, pending] });
  expect(read).toMatchObject({ revision: 5, entries: [pending] });
  expect(understood({ schema: 1, revision: 6 })).toMatchObject({ revision: 6, entries: [] });
  for (const entries of ['', { length: 0 }])
    expect(understood({ schema: 1, revision: 6, entries }).entries).toEqual([]);
  const undo = { ...pending, change: { kind: 'undo', restore: { status: 'nowhere' } } };
  expect(understood({ schema: 1, revision: 6, entries: [undo] }).entries).toEqual([]);
  const blind = { ...pending, change: { kind: 'undo', restore: undefined } };
  expect(understood({ schema: 1, revision: 6, entries: [blind] }).entries).toEqual([blind]);
  const applied = { ...pending, state: 'applied' };
  const answer = { revision: '7', version: 2, status: 'ready', position: 0 };
  for (const half of [undefined, {}, { ...answer, revision: 'x' }, { ...answer, status: 'nowhere' }])
    expect(understood({ schema: 1, revision: 6, entries: [{ ...applied, answer: half }] }).entries).toEqual([]);
  expect(understood({ schema: 1, revision: 6, entries: [{ ...applied, answer }] }).entries).toHaveLength(1);
  const whole = { schema: 1, revision: 7, entries: [pending] };
  expect(understood(whole)).toEqual(whole);
  expect(tries).toHaveLength(1);
});

test('a turn that ends later than any can, because the clock was put back, is nobody’s', async () => {
  const storage = new MemoryStorage();
  await storage.change((it) => ({ ...it, turn: { owner: 'dead', until: Date.now() + 3_600_000 } }));
  const work = vi.fn(() => Promise.resolve());
  await turnsByNotes(storage, 'here')(work);
  expect(work).toHaveBeenCalledOnce();
});
