import { type Failure, StatusBoardError } from '@edgar-auto-shop/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Poller } from '../src/poller.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test.each([3_600, 9_999_999])(
  'a server that asks to be left alone for %i s is asked again within a minute, and not in a storm',
  async (seconds) => {
    const failure: Failure = { kind: 'protocol', status: 503, message: 'A page', retryAfterMs: seconds * 1_000 };
    const load = vi.fn(() => Promise.reject(new StatusBoardError(failure)));
    const surroundings = { now: Date.now, isOffline: () => false, isHidden: () => false, watch: () => () => {} };
    const poller = new Poller({ load, onFailure: () => {}, surroundings });
    poller.set(true, 2_500);
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
      const surroundings = { now: Date.now, isOffline: () => false, isHidden: () => false, watch: () => () => {} };
      for (const enabled of [true, false]) {
        load.mockClear();
        const poller = new Poller({ load, onFailure: () => {}, surroundings });
        poller.set(enabled, interval);
        poller.start();
        await vi.advanceTimersByTimeAsync(10_000);
        expect(load.mock.calls.length).toBeLessThanOrEqual(41);
        poller.stop();
      }
    }
  },
);

test.each([10_000, 60_000])(
  'what fails is tried again at the interval of %i ms and not sooner, also where nothing else is read',
  async (interval) => {
    for (const enabled of [true, false]) {
      const load = vi.fn(() => Promise.reject(new StatusBoardError({ kind: 'network', message: 'down' })));
      const surroundings = { now: Date.now, isOffline: () => false, isHidden: () => false, watch: () => () => {} };
      const poller = new Poller({ load, onFailure: () => {}, surroundings });
      poller.set(enabled, interval);
      poller.start();
      await vi.advanceTimersByTimeAsync(interval - 1);
      expect(load).toHaveBeenCalledTimes(1);
      await vi.advanceTimersByTimeAsync(20_002);
      expect(load.mock.calls.length).toBeGreaterThanOrEqual(2);
      poller.stop();
    }
  },
);

test('an endless interval means that nothing is read again without being asked, but what failed is', async () => {
  for (const isDown of [false, true]) {
    const load = vi.fn(() =>
      isDown ? Promise.reject(new StatusBoardError({ kind: 'network', message: 'down' })) : Promise.resolve(),
    );
    const surroundings = { now: Date.now, isOffline: () => false, isHidden: () => false, watch: () => () => {} };
    const poller = new Poller({ load, onFailure: () => {}, surroundings });
    poller.set(true, Number.POSITIVE_INFINITY);
    expect(poller.enabled).toBe(false);
    poller.start();
    await vi.advanceTimersByTimeAsync(600_000);
    if (isDown) expect(load.mock.calls.length).toBeGreaterThan(20);
    else expect(load).toHaveBeenCalledTimes(1);
    poller.stop();
  }
});
