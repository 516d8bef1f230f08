import { type Failure, type StatusBoardClient, StatusBoardError, type SubscribeOptions } from '@edgar-auto-shop/client';
import { type Board, countCards, STATUSES, type WrittenAppointment } from '@edgar-auto-shop/contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BoardStore, type BoardStoreOptions } from '../src/board-store.ts';
import { DATE, makeCard } from './model-server.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const down: Failure = { kind: 'network', message: 'down' };

/** A store over a server that shows whatever a test puts there, on whatever day it says. */
async function open(options: Partial<BoardStoreOptions> = {}) {
  const server = { date: DATE, revision: 50, cards: [makeCard('old', 'scheduled')], isDown: false };
  const place = { hidden: false, offline: false };
  const subscriptions: SubscribeOptions[] = [];
  const watching = new Set<() => void>();
  const board = (): Board => {
    const { date, revision, cards } = server;
    const of = (status: string) =>
      cards.filter((it) => it.status === status).map((it, position) => ({ ...it, position }));
    const columns = Object.fromEntries(STATUSES.map((it) => [it, { items: of(it) }])) as Board['columns'];
    return { date, time_zone: 'America/Los_Angeles', revision: String(revision), columns, stats: countCards(cards) };
  };
  const client = {
    baseUrl: '',
    fetchBoard: async () => (server.isDown ? Promise.reject(new StatusBoardError(down)) : board()),
    subscribeBoard: (it: SubscribeOptions) => {
      subscriptions.push(it);
      it.onState?.({ kind: 'live' });
      return { close: () => {} };
    },
    call: async () => ({ id: `db.${server.date}.${server.revision}` }),
  };
  const surroundings = {
    now: Date.now,
    isOffline: () => place.offline,
    isHidden: () => place.hidden,
    watch: (onChange: () => void) => {
      watching.add(onChange);
      return () => watching.delete(onChange);
    },
  };
  const store = new BoardStore({ client: client as unknown as StatusBoardClient, surroundings, ...options });
  store.subscribe(() => {});
  await vi.advanceTimersByTimeAsync(0);
  const turn = (change: Partial<typeof place>) => {
    Object.assign(place, change);
    for (const wake of watching) wake();
  };
  const ids = () => STATUSES.flatMap((it) => store.getSnapshot().board?.columns[it].items.map(({ id }) => id) ?? []);
  return { server, store, board, turn, ids, subscription: () => subscriptions.at(-1) };
}

test.each([{}, { enablePolling: false }, { pollingInterval: Number.POSITIVE_INFINITY }])(
  'a live board of today is the next day’s after midnight, with %j',
  async (options) => {
    const { server, store, ids } = await open(options);
    await vi.advanceTimersByTimeAsync(10_000);
    Object.assign(server, { date: '2025-09-21', revision: 1, cards: [makeCard('new', 'scheduled')] });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(store.getSnapshot()).toMatchObject({ board: { date: '2025-09-21' }, connection: { state: 'live' } });
    expect(ids()).toEqual(['new']);
  },
);

test('what was done on one day is not shown on the next, whatever their revisions', async () => {
  const { server, store, turn, ids } = await open();
  server.isDown = true;
  const written = { ...makeCard('walk-in', 'scheduled'), date: DATE, revision: '51' } as unknown as WrittenAppointment;
  store.absorb(written);
  await vi.advanceTimersByTimeAsync(100);
  expect(ids()).toContain('walk-in');
  turn({ hidden: true });
  await vi.advanceTimersByTimeAsync(10 * 3_600_000);
  Object.assign(server, { isDown: false, date: '2025-09-21', revision: 3, cards: [makeCard('new', 'scheduled')] });
  turn({ hidden: false });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ids()).toEqual(['new']);
});

test('the board of another database is shown, also where its revision is the same', async () => {
  const { server, store, board, ids, subscription } = await open();
  server.cards = [makeCard('of another database', 'ready')];
  subscription()?.onBoard(board());
  expect(ids()).toEqual(['of another database']);
  server.cards = [makeCard('of a third one', 'ready')];
  await store.refresh();
  expect(ids()).toEqual(['of a third one']);
});

test('a quiet live board that loses its stream says until when it was current', async () => {
  const { store, subscription } = await open({ date: DATE, enablePolling: false });
  await vi.advanceTimersByTimeAsync(2 * 3_600_000);
  const since = Date.now() - 20_000;
  subscription()?.onState?.({ kind: 'stale', since, failure: down });
  expect(store.getSnapshot().connection).toEqual({ state: 'stale', since });
});

test('one that goes offline was current until then', async () => {
  const { server, store, turn } = await open({ date: DATE, enablePolling: false });
  await vi.advanceTimersByTimeAsync(2 * 3_600_000);
  server.isDown = true;
  turn({ offline: true });
  expect(store.getSnapshot().connection).toEqual({ state: 'offline', since: Date.now() });
});
