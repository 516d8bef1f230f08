import { API_TIMEOUTS } from '@edgar-auto-shop/contract';
import { expect, test } from 'vitest';
import { createStatusBoardClient } from '../src/index.ts';
import { RetryBudget } from '../src/retry-budget.ts';
import { inStreamPlace } from '../src/stream-places.ts';
import { timeoutOf } from '../src/timeouts.ts';
import { answering, kindOf, lost, success } from './answering.ts';

test('a time-out that is no time says nothing, and the next one counts', () => {
  expect(timeoutOf('getBoard', { getBoard: Number.NaN, read: 9 })).toBe(9);
  expect(timeoutOf('getBoard', { getBoard: -1 })).toBe(API_TIMEOUTS.read);
  expect(timeoutOf('getBoard', { read: 9 }, Number.NaN)).toBe(9);
  expect(timeoutOf('getBoard', { getBoard: 9 }, 7)).toBe(7);
});

test.each([{ capacity: Number.NaN }, { perSecond: Number.NaN }, { perAnswer: Number.NaN }])(
  'a retry budget of %j allows no storm',
  (mistake) => {
    const budget = new RetryBudget({ capacity: 5, perSecond: 0, perAnswer: 0, ...mistake });
    budget.answered();
    let allowed = 0;
    while (allowed < 100 && budget.take()) allowed += 1;
    expect(allowed).toBeLessThanOrEqual(5);
  },
);

test('of retries and their budget only what differs need be said', async () => {
  const { client, sent } = answering([lost(), lost(), success({})], {
    retry: { baseMs: 1 },
    retryBudget: { capacity: 1 },
  });
  expect((await kindOf(client.fetchBoard())).kind).toBe('network');
  expect(sent).toHaveLength(2);
});

test('a signal that is none is said before anything is sent', async () => {
  const { client, sent } = answering([success({})]);
  const signal = { aborted: false, addEventListener() {}, removeEventListener() {} } as unknown as AbortSignal;
  expect(await kindOf(client.fetchBoard({}, { signal }))).toMatchObject({ kind: 'invalid_request' });
  expect(sent).toEqual([]);
});

test('a baseUrl with a query, a fragment or a password is said, and the password is not', async () => {
  for (const baseUrl of ['http://shop/?tenant=1', 'http://shop/#x']) {
    const { client, sent } = answering([success({})], { baseUrl });
    const { kind, message } = await kindOf(client.fetchBoard());
    expect([kind, message]).toEqual(['invalid_request', expect.stringContaining('ends with a path')]);
    expect(sent).toEqual([]);
  }
  const client = createStatusBoardClient({ baseUrl: 'http://me:secret@127.0.0.1:9' });
  const { kind, message } = await kindOf(client.fetchBoard());
  expect([kind, message]).toEqual(['invalid_request', expect.stringContaining('give them to auth')]);
  expect(message).not.toContain('secret');
});

test('a frame that may have no locks listens without a place', async () => {
  const denied = () => Promise.reject(new DOMException('Access to the Locks API is denied', 'SecurityError'));
  let times = 0;
  const work = async () => {
    times += 1;
  };
  await inStreamPlace(work, { location: {}, navigator: { locks: { request: denied } } });
  expect(times).toBe(1);
});
