import { expect, test, vi } from 'vitest';
import type { AttemptEnd, Hooks } from '../src/index.ts';
import { answering, failure, kindOf, lost, success } from './answering.ts';

const quick = { retry: { attempts: 3, baseMs: 1, capMs: 1 } };

function watching() {
  const seen: [string, Record<string, unknown>][] = [];
  const note = (name: string) => (facts: object) => void seen.push([name, facts as Record<string, unknown>]);
  const hooks: Hooks = {
    onRequest: note('request'),
    onResponse: note('response'),
    onRetry: note('retry'),
    onBudgetExhausted: note('exhausted'),
  };
  return { seen, hooks };
}

test('each try of a call is told with its name, its ids, how long it took and how it ended', async () => {
  const { seen, hooks } = watching();
  const { client, sent } = answering([lost(), failure(503, 'unavailable'), success({})], { hooks, ...quick });
  await client.moveAppointment('a1', { new_status: 'ready', expected_version: 3 });
  expect(seen.map(([name, { attempt, outcome, status }]) => [name, attempt, outcome, status])).toEqual([
    ['request', 1, undefined, undefined],
    ['response', 1, 'network', undefined],
    ['retry', 1, undefined, undefined],
    ['request', 2, undefined, undefined],
    ['response', 2, 'unavailable', 503],
    ['retry', 2, undefined, undefined],
    ['request', 3, undefined, undefined],
    ['response', 3, 'ok', 200],
  ]);
  for (const [, facts] of seen) {
    expect(facts).toMatchObject({
      operation: 'moveAppointment',
      method: 'POST',
      path: '/api/admin/appointments/{id}/move',
      correlationId: sent[0]?.headers['X-Correlation-Id'],
      idempotencyKey: sent[0]?.headers['Idempotency-Key'],
    });
  }
  const ends = seen.filter(([name]) => name === 'response').map(([, end]) => end as unknown as AttemptEnd);
  expect(ends.every(({ durationMs }) => durationMs >= 0 && durationMs < 10_000)).toBe(true);
});

test('a correlation id of the caller’s own goes along, on every try', async () => {
  const { client, sent } = answering([lost(), success({})], quick);
  await client.fetchBoard({}, { correlationId: 'import-7' });
  expect(sent.map((it) => it.headers['X-Correlation-Id'])).toEqual(['import-7', 'import-7']);
});

test('nothing of a customer is told: no query, no id, no body', async () => {
  const { seen, hooks } = watching();
  const { client } = answering([success({}), success({})], { hooks });
  await client.listCustomers({ search: 'Ramirez' });
  await client.updateCustomer('c-4711', { name: 'Ramirez' });
  expect(JSON.stringify(seen)).not.toMatch(/Ramirez|4711/);
});

test('an unchanged board is told as such', async () => {
  const { seen, hooks } = watching();
  const unchanged = new Response(null, { status: 304 });
  const { client } = answering([success({}, { ETag: '"1"' }), unchanged], { hooks });
  await client.fetchBoard();
  await client.fetchBoard();
  expect(seen.filter(([name]) => name === 'response').map(([, { outcome }]) => outcome)).toEqual(['ok', 'unchanged']);
});

test('hooks that throw or reject change nothing', async () => {
  const broken = vi.fn(() => {
    throw new Error('dashboard down');
  });
  const rejecting = vi.fn(() => Promise.reject(new Error('dashboard down')));
  const hooks = { onRequest: broken, onResponse: rejecting, onRetry: broken, onBudgetExhausted: broken };
  const budget = { retryBudget: { capacity: 1, perSecond: 0, perAnswer: 0 } };
  const { client } = answering([lost(), success({ version: 1 }), lost()], { hooks, ...quick, ...budget });
  await expect(client.createCustomer({ name: 'Ana' })).resolves.toEqual({ version: 1 });
  expect((await kindOf(client.fetchBoard())).kind).toBe('network');
  expect(broken).toHaveBeenCalledTimes(3 + 1 + 1);
  expect(rejecting).toHaveBeenCalledTimes(3);
});
