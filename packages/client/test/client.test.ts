import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createStatusBoardClient, NO_RETRY } from '../src/index.ts';
import { answering, failure, kindOf, lost, settled, success } from './answering.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('requests', () => {
  test('path, query and body go where the contract says; undefined is left out', async () => {
    const { client, sent } = answering([success({}), success({ items: [] })]);
    await client.moveAppointment('a/b', { new_status: 'ready', expected_version: 3 });
    await client.listCustomers({ search: 'Ana & Co', page: undefined });
    expect(sent[0]).toMatchObject({
      url: 'http://shop/api/admin/appointments/a%2Fb/move',
      method: 'POST',
      body: { new_status: 'ready', expected_version: 3 },
    });
    expect(sent[0]?.headers['Idempotency-Key']).toMatch(/.{8,}/);
    expect(sent[1]?.url).toBe('http://shop/api/admin/customers?search=Ana%20%26%20Co');
    expect(sent[1]?.headers).not.toHaveProperty('Idempotency-Key');
    expect(sent.every((it) => /^[A-Za-z0-9._-]{1,128}$/.test(it.headers['X-Correlation-Id'] ?? ''))).toBe(true);
  });

  test('cancelling names the version in the query', async () => {
    const { client, sent } = answering([success({})]);
    await client.cancelAppointment('x', 4);
    expect(sent[0]).toMatchObject({ method: 'DELETE', url: 'http://shop/api/admin/appointments/x?expected_version=4' });
  });
});

describe('retries', () => {
  test('a write whose answer was lost is repeated under the same key', async () => {
    const { client, sent } = answering([
      lost(),
      failure(503, 'unavailable', { retry_after_ms: 10 }),
      success({ version: 2 }),
    ]);
    await expect(settled(client.createCustomer({ name: 'Ana' }))).resolves.toEqual({ version: 2 });
    expect(new Set(sent.map((it) => it.headers['Idempotency-Key'])).size).toBe(1);
    expect(sent).toHaveLength(3);
  });

  test('Retry-After is waited for', async () => {
    const { client, sent } = answering([
      failure(429, 'rate_limited', { retry_after_ms: 100 }, { 'Retry-After': '7' }),
      success([]),
    ]);
    const promise = client.listServices();
    await vi.advanceTimersByTimeAsync(6_900);
    expect(sent).toHaveLength(1);
    await settled(promise);
    expect(sent).toHaveLength(2);
  });

  test.each([
    [400, 'validation_error', { fields: { name: ['is needed'] } }],
    [404, 'not_found', undefined],
    [409, 'version_conflict', { expected_version: 1, current_version: 2, current: {} }],
    [422, 'invalid_transition', { from: 'ready', to: 'ready', allowed: ['completed'] }],
    [500, 'internal_error', undefined],
  ])('%i %s is told as it is and not repeated', async (status, code, details) => {
    const { client, sent } = answering([failure(status, code, details)]);
    const told = await kindOf(settled(client.getAppointment('x')));
    expect(told).toMatchObject({ kind: code, status, correlationId: 'c1', ...(details ? { details } : {}) });
    expect(sent).toHaveLength(1);
  });

  test('it gives up after three tries and says that the network is gone', async () => {
    const { client, sent } = answering([lost(), lost(), lost()]);
    expect((await kindOf(settled(client.fetchBoard()))).kind).toBe('network');
    expect(sent).toHaveLength(3);
  });

  test('a proxy’s page is no answer of the API', async () => {
    const page = () => new Response('<html>Bad gateway</html>', { status: 502 });
    const { client } = answering([page, page, page]);
    expect(await kindOf(settled(client.fetchBoard()))).toMatchObject({ kind: 'protocol', status: 502 });
  });

  test('a gateway that throttles is asked again, no sooner than it says', async () => {
    const page = () =>
      new Response('{"message":"Too Many Requests"}', { status: 429, headers: { 'Retry-After': '2' } });
    const { client, sent } = answering([page, success({ revision: '1' })]);
    const board = client.fetchBoard();
    await vi.advanceTimersByTimeAsync(1_999);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await board).toMatchObject({ revision: '1' });
    expect(sent).toHaveLength(2);
  });

  test('the caller’s own signal ends it, also between two tries', async () => {
    const { client, sent } = answering([failure(503, 'unavailable', { retry_after_ms: 5_000 }), success({})]);
    const controller = new AbortController();
    const promise = kindOf(client.fetchBoard({}, { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(1_000);
    controller.abort();
    expect((await promise).kind).toBe('aborted');
    expect(sent).toHaveLength(1);
  });
});

describe('what cannot be sent is said and never tried', () => {
  const circular: Record<string, unknown> = { name: 'Ana' };
  circular.self = circular;
  test.each([
    ['a body that is no JSON', { body: circular }, {}],
    ['a body with a BigInt', { body: { name: 1n } }, {}],
    ['a key that no header takes', { body: { name: 'Ana' }, idempotencyKey: 'Zug – 1' }, {}],
    ['a header with two lines', { body: { name: 'Ana' } }, { auth: { authorize: () => ({ 'X-Key': 'a\nb' }) } }],
  ])('%s', async (_, request, options) => {
    const { client, sent } = answering([success({})], options);
    const told = await kindOf(client.call('createCustomer', request as never));
    expect(told).toMatchObject({ kind: 'invalid_request', message: expect.stringMatching(/cannot be sent: ./) });
    expect(sent).toEqual([]);
  });

  test('half a character in an id', async () => {
    const { client, sent } = answering([success({})]);
    expect((await kindOf(client.getCustomer('\ud800'))).kind).toBe('invalid_request');
    expect(sent).toEqual([]);
  });

  test.each(['localhost:3000', '/api', ''])(
    'the baseUrl "%s", where pages have no address of their own',
    async (baseUrl) => {
      const told = await kindOf(createStatusBoardClient({ baseUrl }).healthCheck());
      expect(told).toMatchObject({
        kind: 'invalid_request',
        message: expect.stringContaining('baseUrl begins with http'),
      });
    },
  );
});

describe('answers that are not as the contract says', () => {
  test.each([
    ['data that is nothing', () => success(null)],
    ['a success with the status of a failure', () => new Response('{"ok":true,"data":{}}', { status: 500 })],
    ['a code that nobody knows', () => failure(400, 'banana')],
    ['a code that every object has', () => failure(400, 'constructor')],
  ])('%s counts as no answer of the API', async (_, answer) => {
    const { client } = answering([answer]);
    expect((await kindOf(settled(client.createCustomer({ name: 'Ana' })))).kind).toBe('protocol');
  });

  test('details that are missing are empty', async () => {
    const of = async (code: string) => kindOf(settled(answering([failure(409, code)]).client.fetchShop()));
    expect(await of('version_conflict')).toMatchObject({ details: {} });
    expect(await of('validation_error')).toMatchObject({ details: { fields: {} } });
    expect(await of('invalid_transition')).toMatchObject({ details: { allowed: [] } });
  });

  test('a time to wait that is no number is none', async () => {
    const { client } = answering([failure(503, 'unavailable', { retry_after_ms: 'soon' })], { retry: NO_RETRY });
    expect(await kindOf(client.fetchBoard())).toMatchObject({ details: { retry_after_ms: 0 } });
  });
});

test.each([Number.POSITIVE_INFINITY, 1_500.5])('a call may be given %d ms', async (timeoutMs) => {
  const { client } = answering([success({ revision: '1' })]);
  expect(await client.fetchBoard({}, { timeoutMs })).toMatchObject({ revision: '1' });
});

describe('ETag', () => {
  test('an unchanged board is the same object', async () => {
    const { client, sent } = answering([
      success({ revision: '1' }, { ETag: '"r1"' }),
      new Response(null, { status: 304, headers: { ETag: '"r1"' } }),
      success({ revision: '2' }, { ETag: '"r2"' }),
    ]);
    const first = await client.fetchBoard({ date: '2025-09-20' });
    const second = await client.fetchBoard({ date: '2025-09-20' });
    const third = await client.fetchBoard({ date: '2025-09-20' });
    expect(second).toBe(first);
    expect(third.revision).toBe('2');
    expect(sent.map((it) => it.headers['If-None-Match'])).toEqual([undefined, '"r1"', '"r1"']);
  });

  test('another date has its own', async () => {
    const { client, sent } = answering([success({}, { ETag: '"a"' }), success({}, { ETag: '"b"' })]);
    await client.fetchBoard({ date: '2025-09-20' });
    await client.fetchBoard({ date: '2025-09-21' });
    expect(sent[1]?.headers['If-None-Match']).toBeUndefined();
  });
});

describe('what is given wrongly does no harm', () => {
  test('an empty Idempotency-Key is none: a write that is repeated has one all the same', async () => {
    const { client, sent } = answering([lost(), success({})]);
    await settled(client.createCustomer({ name: 'Ana' }, { idempotencyKey: '' }));
    const keys = sent.map((it) => it.headers['Idempotency-Key']);
    expect(keys[0]).toMatch(/.{8,}/);
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  test('a 304 that nobody asked for is no answer, and is not remembered as one', async () => {
    const unasked = () => new Response(null, { status: 304, headers: { ETag: '"7"' } });
    const { client, sent } = answering([unasked, unasked, success({ revision: '7' }, { ETag: '"7"' }), unasked]);
    const protocol = { kind: 'protocol', status: 304 };
    const move = client.moveAppointment('a', { new_status: 'ready', expected_version: 1 });
    expect(await kindOf(move)).toMatchObject(protocol);
    expect(await kindOf(client.fetchBoard())).toMatchObject(protocol);
    await expect(client.fetchBoard()).resolves.toEqual({ revision: '7' });
    expect(sent.at(-1)?.headers).not.toHaveProperty('If-None-Match');
    // The one that was asked for.
    await expect(client.fetchBoard()).resolves.toEqual({ revision: '7' });
  });

  test('a fetch that heeds no signal is given up in time, while it is asked and while it is read', async () => {
    const never = new Promise<never>(() => {});
    const unread = { status: 200, ok: true, headers: new Headers(), text: () => never } as unknown as Response;
    for (const fetch of [() => never, () => Promise.resolve(unread)]) {
      vi.useRealTimers();
      const client = createStatusBoardClient({
        baseUrl: 'http://shop',
        fetch,
        retry: NO_RETRY,
        timeouts: { read: 20 },
      });
      expect(await kindOf(client.fetchBoard())).toMatchObject({ kind: 'timeout' });
      const patient = { timeoutMs: 60_000, signal: AbortSignal.timeout(20) };
      expect(await kindOf(client.fetchBoard({}, patient))).toMatchObject({ kind: 'aborted' });
    }
  });

  test('a query that is none, and no address, are invalid requests as well', async () => {
    const { client } = answering([]);
    expect(await kindOf(client.fetchBoard(null as never))).toMatchObject({ kind: 'invalid_request' });
    const failures: unknown[] = [];
    const homeless = createStatusBoardClient({ baseUrl: undefined as never });
    const onState = (state: object) => 'failure' in state && failures.push(state.failure);
    const { close } = homeless.subscribe({ onBoard: () => {}, onState });
    await vi.advanceTimersByTimeAsync(0);
    close();
    expect(failures).toMatchObject([{ kind: 'invalid_request' }]);
  });

  test('what a retry policy does not say is as usual', async () => {
    const { client, sent } = answering([lost(), lost(), success({})]);
    const call = client.fetchBoard({}, { retry: { attempts: 3 } as never });
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toHaveLength(1);
    await settled(call);
    expect(sent).toHaveLength(3);
  });

  test('what is undefined in a policy or a budget says nothing; tries that are no number are one', async () => {
    const nothing = { retry: { attempts: undefined }, retryBudget: { capacity: undefined } } as never;
    const { client, sent } = answering([lost(), lost(), lost(), lost()], nothing);
    await settled(kindOf(client.fetchBoard({}, { retry: { baseMs: undefined } as never })));
    expect(sent).toHaveLength(3);
    await settled(kindOf(client.fetchBoard({}, { retry: { attempts: Number.NaN } })));
    expect(sent).toHaveLength(4);
  });

  test('a fetch that answers at once, without a promise, is one', async () => {
    const { client } = answering([], { fetch: (() => success({ revision: '7' })) as never });
    await expect(client.fetchBoard()).resolves.toEqual({ revision: '7' });
  });
});
