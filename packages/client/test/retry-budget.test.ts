import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RetryBudget } from '../src/retry-budget.ts';
import { answering, failure, kindOf, lost, settled, success } from './answering.ts';

const down = (calls: number) => Array.from({ length: calls * 3 }, lost);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the retry budget of a client', () => {
  test('a server that is down gets little more than one request a call', async () => {
    const onBudgetExhausted = vi.fn();
    const { client, sent } = answering(down(100), { hooks: { onBudgetExhausted } });
    const calls = Array.from({ length: 100 }, () => kindOf(client.fetchBoard()));
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toHaveLength(100);
    await settled(Promise.all(calls));
    // 20 of a full budget, and at most one that came back in the second or two that the retries took.
    expect(sent.length).toBeGreaterThanOrEqual(120);
    expect(sent.length).toBeLessThanOrEqual(121);
    expect(onBudgetExhausted).toHaveBeenCalled();
  });

  test('a call on its own is repeated again after the budget was used up and a while has passed', async () => {
    const { client, sent } = answering(down(101));
    await settled(Promise.all(Array.from({ length: 100 }, () => kindOf(client.fetchBoard()))));
    const before = sent.length;
    await settled(kindOf(client.fetchBoard()));
    expect(sent.length - before).toBe(3);
  });

  test('one bucket is for all calls, another client has its own', async () => {
    const empty = { retryBudget: { capacity: 1, perSecond: 0, perAnswer: 0 } };
    const { client, sent } = answering(down(2), empty);
    await settled(kindOf(client.fetchBoard()));
    await settled(kindOf(client.createCustomer({ name: 'Ana' })));
    expect(sent).toHaveLength(3);
    const other = answering([lost(), success({})], empty);
    await settled(other.client.fetchBoard());
    expect(other.sent).toHaveLength(2);
  });

  test('an answer gives some back, also one that refuses', async () => {
    const half = { retryBudget: { capacity: 1, perSecond: 0, perAnswer: 0.5 } };
    const refused = () => failure(404, 'not_found');
    const { client, sent } = answering([lost(), refused, refused, lost(), refused, lost(), lost()], half);
    const get = () => settled(kindOf(client.getAppointment('x')));
    // Takes the only one and gets a half back; a whole one after the second; and so on.
    expect((await get()).kind).toBe('not_found');
    expect((await get()).kind).toBe('not_found');
    expect((await get()).kind).toBe('not_found');
    expect((await get()).kind).toBe('network');
    expect(sent).toHaveLength(6);
  });
});

test('it never holds more than its capacity', () => {
  const budget = new RetryBudget({ capacity: 2, perSecond: 10, perAnswer: 1 });
  for (let i = 0; i < 5; i += 1) budget.answered();
  vi.advanceTimersByTime(60_000);
  expect([budget.take(), budget.take(), budget.take()]).toEqual([true, true, false]);
  vi.advanceTimersByTime(100);
  expect([budget.take(), budget.take()]).toEqual([true, false]);
});

describe('Retry-After', () => {
  test.each([
    ['as a date', () => new Date(Date.now() + 7_000).toUTCString(), 5_900],
    ['in seconds', () => '7', 6_900],
  ])('%s is waited for', async (_, header, before) => {
    const { client, sent } = answering([
      failure(503, 'unavailable', undefined, { 'Retry-After': header() }),
      success([]),
    ]);
    const promise = client.listServices();
    await vi.advanceTimersByTimeAsync(before);
    expect(sent).toHaveLength(1);
    await settled(promise);
    expect(sent).toHaveLength(2);
  });

  test('a server that wants to be left alone for longer than half a minute is told about at once', async () => {
    const { client, sent } = answering([failure(429, 'rate_limited', { retry_after_ms: 3_600_000 })]);
    expect(await kindOf(client.fetchBoard())).toMatchObject({
      kind: 'rate_limited',
      details: { retry_after_ms: 3_600_000 },
    });
    expect(sent).toHaveLength(1);
  });

  test('nonsense in the header is no time at all', async () => {
    const { client, sent } = answering([
      failure(503, 'unavailable', undefined, { 'Retry-After': 'soon' }),
      success([]),
    ]);
    await settled(client.listServices());
    expect(sent).toHaveLength(2);
  });

  test('what was given up or never sent says nothing about the server, and gives nothing back', async () => {
    const retryBudget = { capacity: 2, perSecond: 0, perAnswer: 1 };
    const { client, sent } = answering(down(60), { retryBudget });
    for (let i = 0; i < 10; i += 1) {
      await settled(kindOf(client.fetchBoard({}, { signal: AbortSignal.abort() })));
      await settled(kindOf(client.fetchBoard()));
    }
    // Ten reads, and the two retries of a full budget; what was aborted has not even been sent.
    expect(sent).toHaveLength(12);
  });
});
