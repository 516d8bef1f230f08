import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Failure } from '../src/errors.ts';
import { MemoryStorage } from '../src/outbox/storage.ts';
import { cardAt, conflictWith, DATE, made, moveTo, shop, tick } from './outbox-shop.ts';

beforeEach(() => {
  vi.useFakeTimers();
  // Waits of half their length, so that what happens within a time happens in every run.
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('what stands between answers pages of its own for a while: nothing is given up, and its time to wait is heeded', async () => {
  for (const status of [200, 403, 404, 429, 500]) {
    const { tries, place, open } = shop();
    place.answer = () => ({ kind: 'protocol', status, message: 'A page', retryAfterMs: 2_000 });
    const outbox = open();
    const { key } = outbox.add(made(moveTo('in_progress')));
    await tick(1_999);
    expect(tries).toHaveLength(1);
    await tick(60_000);
    expect(tries.length).toBeGreaterThan(4);
    // Somebody can see why, and give it up.
    expect(outbox.entries).toMatchObject([{ state: 'pending', reason: { kind: 'protocol', status } }]);
    place.answer = () => null;
    await tick(60_000);
    expect(outbox.entries).toMatchObject([{ state: 'applied' }]);
    expect(new Set(tries.map((it) => it.key))).toEqual(new Set([key]));
  }
});

test('however long a server asks to be left alone, what waits is tried again within 45 seconds', async () => {
  const { tries, place, open } = shop();
  const details = { retry_after_ms: 600_000 };
  place.answer = () => ({ kind: 'unavailable', status: 503, message: 'Busy', details, correlationId: '' });
  open().add(made(moveTo('in_progress')));
  await tick(45_100);
  expect(tries.length).toBeGreaterThan(1);
});

test('a card that somebody put on another day is not moved there without asking', async () => {
  const { tries, place, open } = shop();
  const outbox = open();
  place.appointment = { ...cardAt('scheduled', 2), date: '2025-09-23' };
  place.answer = ({ version }) => (version === 1 ? conflictWith(cardAt('scheduled', 2)) : null);
  outbox.add(made(moveTo('in_progress')));
  await tick();
  expect(tries).toHaveLength(1);
  expect(outbox.entries).toMatchObject([{ state: 'refused', theirs: { date: '2025-09-23' } }]);

  place.offline = true;
  outbox.add(made(moveTo('in_progress')));
  await tick();
  place.offline = false;
  await tick(60_000);
  expect(outbox.entries).toMatchObject([{ state: 'conflicted', theirs: { date: '2025-09-23', version: 2 } }]);
});

test('a card whose change meets a page that is no verdict lets those of other cards pass, and keeps its own order', async () => {
  const { tries, place, open } = shop();
  place.answer = ({ to }) => (to === 'no_show' ? { kind: 'protocol', status: 403, message: 'A page' } : null);
  const outbox = open();
  outbox.add(made(moveTo('no_show')));
  outbox.add(made(moveTo('scheduled'), 'no_show', 2));
  outbox.add(made(moveTo('in_progress'), 'scheduled', 1, 'b'));
  await tick(60_000);
  expect(outbox.entries.filter((it) => it.state !== 'applied').map((it) => it.state)).toEqual(['pending', 'pending']);
  expect(tries.map((it) => it.to).filter((it) => it !== 'no_show')).toEqual(['in_progress']);
  expect(tries.length).toBeGreaterThan(4);
  expect(tries.length).toBeLessThan(40);
  place.answer = () => null;
  await tick(60_000);
  expect(outbox.entries.filter((it) => it.state !== 'applied')).toEqual([]);
  expect(tries.slice(-2).map((it) => it.to)).toEqual(['no_show', 'scheduled']);
});

const page = (status = 403): Failure => ({ kind: 'protocol', status, message: 'A page' });
const forCard = (stuck: readonly string[], failure: Failure) => (asked: { cardId: string }) =>
  stuck.includes(asked.cardId) ? failure : null;

test('what is made while another card rests goes out at once, and the resting one no sooner for it', async () => {
  const { cards, place, open } = shop();
  place.answer = forCard(['a'], { ...page(), retryAfterMs: 25_000 } as Failure);
  const outbox = open();
  outbox.add(made(moveTo('in_progress')));
  await tick(2_000);
  outbox.add(made(moveTo('in_progress'), 'scheduled', 1, 'b'));
  await tick(20);
  expect(cards).toEqual(['a', 'b']);
  await tick(20_000);
  expect(cards).toEqual(['a', 'b']);
});

test('three cards that are stuck, with slow answers, keep no other card from being saved', async () => {
  const { place, open } = shop();
  place.answer = forCard(['a', 'b', 'c'], page(404));
  place.takes = 3_000;
  const outbox = open();
  for (const card of ['a', 'b', 'c', 'd']) outbox.add(made(moveTo('in_progress'), 'scheduled', 1, card));
  await tick(13_000);
  expect(outbox.entries.find((it) => it.cardId === 'd')?.state).toBe('applied');
});

test('the time that was asked for holds in other windows, after a reload, and when a board was read meanwhile', async () => {
  const { cards, place, open } = shop();
  const storage = new MemoryStorage();
  place.answer = () => ({ ...page(429), retryAfterMs: 20_000 }) as Failure;
  const first = open(storage);
  await first.start();
  first.add(made(moveTo('in_progress')));
  await tick(1_000);
  first.meet(DATE, '1');
  first.meet(DATE, '2');
  await tick(1_000);
  const second = open(storage);
  await second.start();
  second.meet(DATE, '2');
  await tick(17_000);
  expect(cards).toEqual(['a']);
  place.answer = () => null;
  await tick(40_000);
  expect(second.entries).toMatchObject([{ state: 'applied' }]);
});

test('a device whose clock was put back does not rest for ever', async () => {
  const { cards, place, open } = shop();
  place.answer = () => page();
  const outbox = open();
  outbox.add(made(moveTo('in_progress')));
  await tick(1_000);
  const before = cards.length;
  vi.setSystemTime(Date.now() - 3_600_000);
  await tick(60_000);
  expect(cards.length).toBeGreaterThan(before);
});

test('a change that is given up takes its rest along', async () => {
  const { cards, place, open } = shop();
  place.answer = () => page();
  const outbox = open();
  const { id } = outbox.add(made(moveTo('in_progress')));
  await tick(10_000);
  outbox.discard(id);
  await tick();
  const before = cards.length;
  outbox.add(made(moveTo('no_show')));
  await tick(20);
  expect(cards.length).toBe(before + 1);
});

test('a move that may still be meant waits while nobody can say on which day its card is', async () => {
  const { tries, place, open } = shop();
  place.answer = ({ version }) => (version < 4 ? conflictWith(cardAt('scheduled', 4)) : null);
  const outbox = open();
  outbox.add(made(moveTo('in_progress')));
  await tick(2_000);
  expect(outbox.entries).toMatchObject([{ state: 'pending' }]);
  place.appointment = { ...cardAt('scheduled', 4), date: DATE };
  await tick(9_000);
  expect(outbox.entries).toMatchObject([{ state: 'applied' }]);
  expect(tries.at(-1)?.version).toBe(4);
});

test('a change that never gets an answer while reads do holds up no other card for ever, and says why it waits', async () => {
  const { cards, place, open } = shop();
  place.answer = forCard(['a'], { kind: 'timeout', message: 'No answer' });
  const outbox = open();
  outbox.meet(DATE, '1');
  await tick();
  outbox.add(made(moveTo('in_progress')));
  outbox.add(made(moveTo('in_progress'), 'scheduled', 1, 'b'));
  await tick(5_000);
  // The order holds as long as it may be everybody's trouble.
  expect(cards).not.toContain('b');
  expect(outbox.entries[0]).toMatchObject({ state: 'pending', reason: { kind: 'timeout' } });
  await tick(70_000);
  expect(outbox.entries.find((it) => it.cardId === 'b')?.state).toBe('applied');
  // From then on others go out at once.
  outbox.add(made(moveTo('in_progress'), 'scheduled', 1, 'c'));
  await tick(20);
  expect(cards.at(-1)).toBe('c');
  place.answer = () => null;
  await tick(20_000);
  expect(outbox.entries.every((it) => it.state === 'applied')).toBe(true);
});

test.each(['credentials', 'unauthenticated'] as const)(
  'who has to sign in (%s) sees it, and takes back what was not done as if it had never been',
  async (kind) => {
    const { place, open } = shop();
    place.answer = () => ({ kind, message: 'Who are you?' }) as Failure;
    const outbox = open();
    const { id } = outbox.add(made(moveTo('in_progress')));
    await tick(5_000);
    expect(outbox.entries).toMatchObject([{ state: 'pending', reason: { kind }, unsure: false }]);
    expect(await outbox.withdraw(id)).toBe(true);
    expect(outbox.entries).toEqual([]);
  },
);

test('a defect is told in the end, also of a change that had to wait for an answer before', async () => {
  const { place, open } = shop();
  place.answer = () => ({ kind: 'timeout', message: 'No answer' });
  const outbox = open();
  outbox.meet(DATE, '1');
  await tick();
  outbox.add(made(moveTo('in_progress')));
  await tick(120_000);
  expect(outbox.entries[0]?.tries).toBeGreaterThan(5);
  place.answer = () => ({ kind: 'protocol', status: 0, message: 'A defect' });
  await tick(120_000);
  expect(outbox.entries).toMatchObject([{ state: 'refused', reason: { kind: 'protocol', status: 0 } }]);
});
