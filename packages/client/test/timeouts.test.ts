import { API_TIMEOUTS } from '@edgar-auto-shop/contract';
import { expect, test } from 'vitest';
import { createStatusBoardClient } from '../src/index.ts';
import { timeoutOf } from '../src/timeouts.ts';
import { kindOf } from './answering.ts';

test('each operation has the time of its group, unless the group or the operation was given another', () => {
  expect(timeoutOf('getBoard')).toBe(API_TIMEOUTS.read);
  expect(timeoutOf('moveAppointment')).toBe(API_TIMEOUTS.write);
  expect(timeoutOf('getHealth')).toBe(API_TIMEOUTS.health);
  expect(timeoutOf('getReadiness')).toBe(API_TIMEOUTS.health);
  const timeouts = { write: 9, moveAppointment: 7 };
  expect(timeoutOf('moveAppointment', timeouts)).toBe(7);
  expect(timeoutOf('createCustomer', timeouts)).toBe(9);
  expect(timeoutOf('getBoard', timeouts)).toBe(API_TIMEOUTS.read);
});

test('a server that never answers is a time-out: after the operation’s time, or after the call’s own', async () => {
  const silent = ((_: unknown, { signal }: RequestInit = {}) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))) as typeof fetch;
  const client = createStatusBoardClient({
    baseUrl: 'http://shop',
    fetch: silent,
    timeouts: { getStats: 15 },
    retry: { attempts: 1, baseMs: 0, capMs: 0 },
  });
  expect(await kindOf(client.fetchStats())).toEqual({ kind: 'timeout', message: 'No answer within 15 ms' });
  expect(await kindOf(client.fetchBoard({}, { timeoutMs: 25 }))).toEqual({
    kind: 'timeout',
    message: 'No answer within 25 ms',
  });
});
