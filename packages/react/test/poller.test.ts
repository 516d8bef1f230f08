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
