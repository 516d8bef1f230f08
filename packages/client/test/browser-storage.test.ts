import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openStorage } from '../src/outbox/browser-storage.ts';
import { made, moveTo, shop, tick } from './outbox-shop.ts';

/** What a browser keeps, and whether it answers. */
const browser = vi.hoisted(() => ({ hangs: false, kept: undefined as unknown }));
vi.mock('idb-keyval', () => ({
  createStore: () => ({}),
  update: (_: string, work: (kept: unknown) => unknown) => {
    if (browser.hangs) return new Promise(() => {});
    browser.kept = work(browser.kept);
    return Promise.resolve();
  },
}));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('indexedDB', {});
  vi.stubGlobal('BroadcastChannel', undefined);
  Object.assign(browser, { hangs: false, kept: undefined });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a browser that does not answer when it is opened is done without', async () => {
  browser.hangs = true;
  const opening = openStorage('shop');
  await tick(3_000);
  expect((await opening).survives).toBe(false);
});

test('one that stops answering later keeps no change from being sent, and that it is not kept is said', async () => {
  const { tries, open } = shop();
  const outbox = open(await openStorage('shop'));
  outbox.add(made(moveTo('in_progress')));
  await tick(100);
  expect([outbox.entries[0]?.state, outbox.isKept]).toEqual(['applied', true]);
  browser.hangs = true;
  outbox.add(made(moveTo('in_progress'), 'scheduled', 1, 'b'));
  await tick(20_000);
  expect(tries).toHaveLength(2);
  expect([outbox.entries[1]?.state, outbox.isKept]).toEqual(['applied', false]);
  browser.hangs = false;
  outbox.add(made(moveTo('in_progress'), 'scheduled', 1, 'c'));
  await tick(4_000);
  expect(outbox.isKept).toBe(true);
  expect(browser.kept).toMatchObject({ entries: [{ cardId: 'a' }, { cardId: 'b' }, { cardId: 'c' }] });
  expect(new Set(tries.map((it) => it.key)).size).toBe(3);
});
