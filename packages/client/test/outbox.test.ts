import type { Card, Moved } from '@edgar-auto-shop/contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Entries, OutboxEntry } from '../src/outbox/entry.ts';
import { add, apply, claim, KEY_LIFE_MS } from '../src/outbox/steps.ts';
import { MemoryStorage } from '../src/outbox/storage.ts';
import { cardAt, conflictWith, DATE, lost, made, moveTo, shop, tick } from './outbox-shop.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('a change is stored before it is sent, and sent under the key that is stored', async () => {
  const { tries, open } = shop();
  const storage = new MemoryStorage();
  const outbox = open(storage);
  const order: string[] = [];
  storage.watch(({ entries }) => order.push(`${entries[0]?.state} ${tries.length}`));
  const { key } = outbox.add(made(moveTo('in_progress')));
  await tick();
  expect(order).toEqual(['pending 0', 'sent 0', 'applied 1']);
  expect(tries).toEqual([{ key, to: 'in_progress', version: 1 }]);
});

test('what was sent and not answered before the page was closed is sent again by the next one, under its key', async () => {
  const { tries, place, open } = shop();
  const storage = new MemoryStorage();
  const first = open(storage);
  place.answer = () => lost;
  first.add(made(moveTo('in_progress')));
  first.add(made(moveTo('ready'), 'in_progress', 2));
  await tick();
  place.answer = () => null;
  // The first page is gone: its timers never fire.
  vi.clearAllTimers();
  const next = open(storage);
  await next.start();
  await tick();
  expect(tries.map((it) => it.to)).toEqual(['in_progress', 'in_progress', 'ready']);
  expect(tries[1]?.key).toBe(tries[0]?.key);
  expect(next.entries.map((it) => it.state)).toEqual(['applied', 'applied']);
});

test('what a window has left behind is sent by another one that is open, also after it had sent something itself', async () => {
  const { tries, open } = shop();
  const storage = new MemoryStorage();
  const outbox = open(storage);
  outbox.add(made(moveTo('in_progress')));
  await tick(1_000);
  const [mine] = outbox.entries as [OutboxEntry];
  const left: OutboxEntry = { ...mine, id: 'left', key: 'left', cardId: 'b', state: 'sent', answer: undefined };
  await storage.change((it) => ({ ...it, entries: [...it.entries, left] }));
  await tick(1_000);
  expect(tries.map((it) => it.key)).toEqual([mine.key, 'left']);
  expect(outbox.entries.map((it) => it.state)).toEqual(['applied', 'applied']);
});

test('what was made on another database is not sent to this one, but shown', async () => {
  const { tries, place, open } = shop();
  const storage = new MemoryStorage();
  const first = open(storage);
  first.meet(DATE, '0');
  await tick();
  place.offline = true;
  first.add(made(moveTo('in_progress')));
  await tick();
  vi.clearAllTimers();
  Object.assign(place, { offline: false, database: 'db2' });
  const sent = tries.length;
  const next = open(storage);
  await next.start();
  await tick(60_000);
  expect(next.entries).toMatchObject([{ state: 'conflicted', reason: { kind: 'other_database' } }]);
  expect(tries).toHaveLength(sent);
});

test('what is older than keys live is not sent blindly, but shown', async () => {
  const { tries, place, open } = shop();
  const storage = new MemoryStorage();
  place.offline = true;
  open(storage).add(made(moveTo('in_progress')));
  await tick();
  vi.clearAllTimers();
  vi.setSystemTime(Date.now() + KEY_LIFE_MS + 1);
  place.offline = false;
  const next = open(storage);
  await next.start();
  await tick(60_000);
  expect(next.entries).toMatchObject([{ state: 'conflicted', reason: { kind: 'expired' } }]);
  expect(tries).toHaveLength(1);
});

/** Two changes of one card made offline; when they are sent, the card is this one. */
async function offlineConflict(current: Card) {
  const it = shop();
  it.place.offline = true;
  const outbox = it.open();
  const { id } = outbox.add(made(moveTo('in_progress')));
  outbox.add(made(moveTo('ready'), 'in_progress', 2));
  await tick();
  it.place.offline = false;
  it.place.answer = ({ version }) => (version < current.version ? conflictWith(current) : null);
  await tick(60_000);
  return { ...it, outbox, id };
}

test('a conflict of what was made offline waits for a choice, with what was built on it', async () => {
  const { outbox, id, tries } = await offlineConflict(cardAt('scheduled', 5));
  expect(outbox.entries).toMatchObject([
    { state: 'conflicted', theirs: { version: 5 }, reason: { kind: 'version_conflict' } },
    { state: 'conflicted', follows: id },
  ]);
  const before = new Set(tries.map((it) => it.key));
  await outbox.keepMine(id);
  await tick();
  expect(tries.slice(-2)).toMatchObject([
    { to: 'in_progress', version: 5 },
    { to: 'ready', version: 6 },
  ]);
  expect(tries.slice(-2).some((it) => before.has(it.key))).toBe(false);
  expect(outbox.entries.map((it) => it.state)).toEqual(['applied', 'applied']);
});

test('"take theirs" drops a change and what was built on it', async () => {
  const { outbox, id } = await offlineConflict(cardAt('scheduled', 5));
  outbox.discard(id);
  await tick();
  expect(outbox.entries).toEqual([]);
});

test('what somebody else has done meanwhile is not done again: of a chain, the rest can be kept', async () => {
  const { outbox, id, tries } = await offlineConflict(cardAt('in_progress', 2));
  expect(outbox.entries[0]?.state).toBe('conflicted');
  await outbox.keepMine(id);
  await tick();
  expect(tries.at(-1)).toMatchObject({ to: 'ready', version: 2 });
  expect(outbox.entries).toMatchObject([{ state: 'applied', change: { to: 'ready' } }]);
});

test('a move that has become illegal is refused with the words of the workflow', async () => {
  const { outbox, id } = await offlineConflict(cardAt('completed', 5));
  expect(outbox.entries[0]).toMatchObject({
    state: 'refused',
    reason: {
      kind: 'invalid_transition',
      message: "Invalid transition from 'completed' to 'in_progress'",
      details: { allowed: [] },
    },
  });
  expect(await outbox.keepMine(id)).toMatchObject({ kind: 'invalid_transition' });
  expect(outbox.entries[0]?.state).toBe('refused');
});

test('online, a move whose card only got other notes is made anew without a word; one whose card was moved is refused', async () => {
  const { tries, place, open } = shop();
  place.appointment = { ...cardAt('scheduled', 4), date: DATE };
  place.answer = ({ version }) => (version < 4 ? conflictWith(cardAt('scheduled', 4)) : null);
  const outbox = open();
  outbox.add(made(moveTo('in_progress')));
  await tick();
  expect(tries.map((it) => it.version)).toEqual([1, 4]);
  expect(tries[1]?.key).not.toBe(tries[0]?.key);
  expect(outbox.entries[0]?.state).toBe('applied');
  place.answer = () => conflictWith(cardAt('no_show', 9));
  outbox.add(made(moveTo('ready'), 'in_progress', 5));
  await tick();
  expect(outbox.entries.at(-1)).toMatchObject({
    state: 'refused',
    waited: false,
    reason: { kind: 'version_conflict' },
  });
});

test('what was never sent is taken back; what may have arrived is not', async () => {
  const { place, open } = shop();
  place.offline = true;
  const outbox = open();
  const first = outbox.add(made(moveTo('in_progress')));
  await tick();
  expect(await outbox.withdraw(first.id)).toBe(true);
  place.offline = false;
  place.answer = () => lost;
  const second = outbox.add(made(moveTo('in_progress')));
  await tick();
  expect(outbox.entries).toMatchObject([{ tries: 1, unsure: true }]);
  expect(await outbox.withdraw(second.id)).toBe(false);
});

test('whoever has to sign in again keeps what is pending', async () => {
  const { place, open } = shop();
  place.answer = () => ({ kind: 'unauthenticated', status: 401, message: '', details: undefined, correlationId: '' });
  const outbox = open();
  outbox.add(made(moveTo('in_progress')));
  await tick(60_000);
  expect(outbox.entries[0]?.state).toBe('pending');
  place.answer = () => null;
  await tick(60_000);
  expect(outbox.entries[0]?.state).toBe('applied');
});

test('a listener that throws keeps nothing from being stored, sent and told to others', async () => {
  const thrown: unknown[] = [];
  vi.stubGlobal('queueMicrotask', (work: () => void) => {
    try {
      work();
    } catch (fault) {
      thrown.push(fault);
    }
  });
  const { tries, open } = shop();
  const storage = new MemoryStorage();
  const outbox = open(storage);
  let told = 0;
  outbox.subscribe(() => {
    throw new Error('theirs');
  });
  outbox.subscribe(() => {
    told += 1;
  });
  outbox.add(made(moveTo('in_progress')));
  await tick();
  outbox.add(made(moveTo('ready'), 'in_progress', 2));
  await tick();
  expect(tries.map((it) => it.to)).toEqual(['in_progress', 'ready']);
  expect(outbox.entries.map((it) => it.state)).toEqual(['applied', 'applied']);
  expect(told).toBeGreaterThan(2);
  expect(thrown).toHaveLength(told);
  vi.unstubAllGlobals();
});

test('a listener that is given twice is told twice, and once when one of them leaves', async () => {
  const outbox = shop().open();
  const listener = vi.fn();
  const leave = outbox.subscribe(listener);
  outbox.subscribe(listener);
  outbox.add(made(moveTo('in_progress')));
  expect(listener).toHaveBeenCalledTimes(2);
  leave();
  listener.mockClear();
  outbox.add(made(moveTo('ready'), 'in_progress', 2));
  expect(listener).toHaveBeenCalledTimes(1);
  await tick();
});

test('an undo that another window made of the same change is not sent as an undo of the undo', () => {
  const { open } = shop();
  const undo = (expectedVersion: number) =>
    open().add(made({ kind: 'undo', restore: undefined }, 'in_progress', expectedVersion));
  const [mine, theirs, next] = [undo(3), undo(3), undo(4)];
  const answer = { version: 4 } as Moved;
  const done = (after: OutboxEntry) =>
    [add(mine), claim(0, undefined), add(after), apply(mine.id, answer, 0)].reduce<Entries>((to, step) => step(to), []);
  expect(done(theirs)).toMatchObject([{ id: mine.id, state: 'applied' }]);
  expect(done(next)).toMatchObject([{ id: mine.id }, { id: next.id, state: 'pending', expectedVersion: 4 }]);
});
