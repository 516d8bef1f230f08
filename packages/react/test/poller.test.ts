import { type Failure, intervalMs, StatusBoardError } from '@edgar-auto-shop/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Poller } from '../src/poller.ts';

const surroundings = { now: Date.now, isOffline: () => false, isHidden: () => false, watch: () => () => {} };
/** With what it reads, and what it makes of it. */
const pollerOf = (load: () => Promise<void>, goesOn = false) =>
  new Poller({ load, onFailure: () => {}, surroundings, goesOn });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test.each([3_600, 9_999_999])(
  'a server that asks to be left alone for %i s is asked again within a minute, and not in a storm',
  async (seconds) => {
    const failure: Failure = { kind: 'protocol', status: 503, message: 'A page', retryAfterMs: seconds * 1_000 };
    const load = vi.fn(() => Promise.reject(new StatusBoardError(failure)));
    const poller = pollerOf(load);
    poller.set(2_500);
    poller.start();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(load).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(load).toHaveBeenCalledTimes(2);
    poller.stop();
  },
);

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 3e9, 1])(
  'an interval of %d makes no storm of reads, neither of good ones nor of failing ones',
  async (interval) => {
    for (const isDown of [false, true]) {
      const failure: Failure = { kind: 'network', message: 'down' };
      const load = vi.fn(() => (isDown ? Promise.reject(new StatusBoardError(failure)) : Promise.resolve()));
      for (const enabled of [true, false]) {
        load.mockClear();
        const poller = pollerOf(load);
        poller.set(intervalMs(interval, enabled));
        poller.start();
        await vi.advanceTimersByTimeAsync(10_000);
        expect(load.mock.calls.length).toBeLessThanOrEqual(41);
        poller.stop();
      }
    }
  },
);

test.each([10_000, 60_000, 3_600_000])(
  'what fails is tried again after the interval of %i ms, but within a minute',
  async (interval) => {
    const load = vi.fn(() => Promise.reject(new StatusBoardError({ kind: 'network', message: 'down' })));
    const poller = pollerOf(load);
    poller.set(interval);
    poller.start();
    await vi.advanceTimersByTimeAsync(Math.min(interval, 20_000) - 1);
    expect(load).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(20_002);
    expect(load.mock.calls.length).toBeGreaterThanOrEqual(2);
    poller.stop();
  },
);

test('what goes on by itself, as today does, is read now and then although nobody asks for it', async () => {
  for (const goesOn of [true, false]) {
    const load = vi.fn(() => Promise.resolve());
    const poller = pollerOf(load, goesOn);
    poller.set(Number.POSITIVE_INFINITY);
    poller.start();
    poller.resting = true;
    await vi.advanceTimersByTimeAsync(90_500);
    expect(load).toHaveBeenCalledTimes(goesOn ? 4 : 1);
    poller.stop();
  }
});

test('an endless interval means that nothing is read again without being asked, but what failed is', async () => {
  for (const isDown of [false, true]) {
    const load = vi.fn(() =>
      isDown ? Promise.reject(new StatusBoardError({ kind: 'network', message: 'down' })) : Promise.resolve(),
    );
    const poller = pollerOf(load);
    poller.set(Number.POSITIVE_INFINITY);
    expect(poller.enabled).toBe(false);
    poller.start();
    await vi.advanceTimersByTimeAsync(600_000);
    if (isDown) expect(load.mock.calls.length).toBeGreaterThan(20);
    else expect(load).toHaveBeenCalledTimes(1);
    poller.stop();
  }
});

test('beside changes that come by themselves a board is read as rarely as was asked for, but today every half minute', async () => {
  for (const goesOn of [true, false]) {
    const load = vi.fn(() => Promise.resolve());
    const poller = pollerOf(load, goesOn);
    poller.set(600_000);
    poller.start();
    poller.resting = true;
    await vi.advanceTimersByTimeAsync(3_600_500);
    expect(load).toHaveBeenCalledTimes(goesOn ? 121 : 7);
    poller.stop();
  }
});
