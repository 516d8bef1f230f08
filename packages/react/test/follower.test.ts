import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BoardStore } from '../src/board-store.ts';
import { ModelNetwork } from './model-network.ts';
import { ModelServer } from './model-server.ts';
import { ToldStream } from './told-stream.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A store that follows its board; requests arrive at once, boards of the stream when they are let. */
async function open() {
  const server = new ModelServer(['scheduled', 'scheduled']);
  const net = new ModelNetwork(server, ToldStream);
  const watching = new Set<() => void>();
  const place = { offline: false, hidden: false };
  const surroundings = {
    now: () => Date.now(),
    isOffline: () => place.offline,
    isHidden: () => place.hidden,
    watch: (onChange: () => void) => {
      watching.add(onChange);
      return () => watching.delete(onChange);
    },
  };
  const client = net.client();
  const reads = vi.spyOn(client, 'fetchBoard');
  const store = new BoardStore({ client, surroundings });
  const leave = store.subscribe(() => {});
  const pass = async (ms: number) => {
    // What was just made is stored before it is sent.
    await vi.advanceTimersByTimeAsync(0);
    for (let left = ms; left >= 0; left -= 100) {
      while (net.packets.length > 0) {
        net.step(0, false);
        await vi.advanceTimersByTimeAsync(0);
      }
      await vi.advanceTimersByTimeAsync(Math.min(100, left));
    }
  };
  const go = async (change: Partial<typeof place>) => {
    Object.assign(place, change);
    for (const wake of watching) wake();
    await pass(0);
  };
  await pass(0);
  const state = () => store.getSnapshot().connection.state;
  return { server, net, store, reads, leave, pass, go, state };
}

test('while changes are followed the board is hardly read, and a change of somebody else shows', async () => {
  const { server, net, store, reads, pass, state } = await open();
  expect(state()).toBe('polling');
  net.stream(0)?.turn();
  net.stream(0)?.arrive();
  expect(state()).toBe('live');
  reads.mockClear();
  await pass(25_000);
  expect(reads).toHaveBeenCalledTimes(0);
  server.move('card-0', 'in_progress', undefined, 1, 'theirs');
  net.stream(0)?.arrive();
  expect(store.getSnapshot().board?.columns.in_progress.items).toHaveLength(1);
  await pass(10_000);
  expect(reads).toHaveBeenCalledTimes(1);
});

test('an own move needs no read when its change comes by itself, and gets one when it does not', async () => {
  const { net, store, reads, pass } = await open();
  net.stream(0)?.turn();
  net.stream(0)?.arrive();
  reads.mockClear();
  void store.moveAppointment('card-0', 'in_progress');
  await pass(0);
  net.stream(0)?.arrive();
  expect(store.getSnapshot().board?.revision).toBe('1');
  await pass(5_000);
  expect(reads).not.toHaveBeenCalled();
  void store.moveAppointment('card-1', 'in_progress');
  await pass(5_000);
  expect(reads).toHaveBeenCalledTimes(1);
  expect(store.getSnapshot().board?.revision).toBe('2');
});

test('a stream that ends is replaced by reading at once, and again every few seconds', async () => {
  const { net, reads, pass, state } = await open();
  net.stream(0)?.turn();
  net.stream(0)?.arrive();
  reads.mockClear();
  net.stream(0)?.turn();
  expect(state()).toBe('polling');
  await pass(0);
  expect(reads).toHaveBeenCalledTimes(1);
  await pass(6_000);
  expect(reads.mock.calls.length).toBeGreaterThanOrEqual(3);
});

test('hidden for half a minute, offline or left, nothing is followed; seen again, it is', async () => {
  const { net, go, pass, leave } = await open();
  const streams = () => net.streams.length;
  expect(streams()).toBe(1);
  await go({ hidden: true });
  await pass(29_000);
  expect(streams()).toBe(1);
  await pass(2_000);
  expect(streams()).toBe(0);
  await go({ hidden: false });
  await pass(100);
  expect(streams()).toBe(1);
  await go({ offline: true });
  expect(streams()).toBe(0);
  await go({ offline: false });
  await pass(100);
  expect(streams()).toBe(1);
  leave();
  expect(streams()).toBe(0);
  await pass(60_000);
  expect(streams()).toBe(0);
});

test('another choice about polling counts at once, and says how fresh the board then is', async () => {
  const { net, store, pass, state } = await open();
  const asked = () => net.streams.map(({ subscription }) => subscription?.pollingInterval);
  expect(asked()).toEqual([undefined]);
  const done = store.askPolling(true, 500);
  await pass(0);
  expect(asked()).toEqual([500]);
  net.streams[0]?.subscription?.onState?.({ kind: 'polling' });
  store.askPolling(false, 500);
  await pass(0);
  // Two look: the one who wishes for more decides, until it leaves.
  expect(asked()).toEqual([500]);
  done();
  await pass(0);
  expect(asked()).toEqual([Infinity]);
  // Its first news are on their way: nothing is stale until none come through.
  expect(state()).toBe('polling');
  const failure = { kind: 'network', message: 'no stream' } as const;
  net.streams[0]?.subscription?.onState?.({ kind: 'stale', since: 0, failure });
  expect(state()).toBe('stale');
  net.stream(0)?.turn();
  net.stream(0)?.arrive();
  expect(state()).toBe('live');
});
