import { afterEach, expect, test, vi } from 'vitest';
import { apiKey, sessionCookie } from '../src/index.ts';
import { answering, failure, kindOf, lost, success } from './answering.ts';

const quick = { retry: { attempts: 3, baseMs: 1, capMs: 1 } };

afterEach(() => {
  vi.useRealTimers();
});

test('without auth nothing is added', async () => {
  const { client, sent } = answering([success({})]);
  await client.fetchBoard();
  expect(sent[0]?.credentials).toBeUndefined();
  expect(Object.keys(sent[0]?.headers ?? {}).sort()).toEqual(['Accept', 'X-Correlation-Id']);
});

test('a session cookie goes along to other origins', async () => {
  const { client, sent } = answering([success({})], { auth: sessionCookie() });
  await client.fetchBoard();
  expect(sent[0]?.credentials).toBe('include');
});

test('an API key is asked for on every try', async () => {
  const key = vi.fn().mockResolvedValueOnce('first').mockResolvedValueOnce('second');
  const { client, sent } = answering([lost(), success({})], { auth: apiKey(key), ...quick });
  await client.fetchBoard();
  expect(sent.map((it) => it.headers['X-Api-Key'])).toEqual(['first', 'second']);
});

test('a key may stand in another header', async () => {
  const { client, sent } = answering([success({})], { auth: apiKey('s3cret', 'X-Shop-Key') });
  await client.fetchBoard();
  expect(sent[0]?.headers['X-Shop-Key']).toBe('s3cret');
});

test('auth that fails sends nothing, is not repeated, and says why', async () => {
  const auth = { authorize: () => Promise.reject(new Error('no token')) };
  const { client, sent } = answering([success({})], { auth, ...quick });
  expect(await kindOf(client.fetchBoard())).toEqual({
    kind: 'credentials',
    message: 'The request cannot be authorised: no token',
  });
  expect(sent).toHaveLength(0);
});

test('auth that never answers is ended by the time-out and by the signal', async () => {
  const auth = { authorize: () => new Promise<never>(() => {}) };
  const { client } = answering([], { auth, retry: { attempts: 1, baseMs: 0, capMs: 0 } });
  expect((await kindOf(client.fetchBoard({}, { timeoutMs: 20 }))).kind).toBe('timeout');
  expect((await kindOf(client.fetchBoard({}, { signal: AbortSignal.timeout(20) }))).kind).toBe('aborted');
});

test('401 is told as it is', async () => {
  const { client } = answering([failure(401, 'unauthenticated')], { auth: apiKey('old') });
  expect((await kindOf(client.fetchBoard())).kind).toBe('unauthenticated');
});

test('with payloadHash every body goes with its SHA-256, and what has none without', async () => {
  const { client, sent } = answering([success({}), success({})], { payloadHash: true });
  await client.createCustomer({ name: 'Ana' });
  await client.fetchBoard();
  // printf '{"name":"Ana"}' | sha256sum
  const hash = '33a8dfda058083e4f761fb2862217ebc0bd66e98d87ff1c04130e121b7617da0';
  expect(sent[0]?.headers['X-Amz-Content-Sha256']).toBe(hash);
  expect(sent[1]?.headers).not.toHaveProperty('X-Amz-Content-Sha256');
});
