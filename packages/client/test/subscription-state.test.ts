import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Attempt } from '../src/index.ts';
import { board, event, follow, idOf, open, soon } from './follow.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('a stream that breaks is stale since it was last heard, pings included, and says why', async () => {
  const start = Date.now();
  const one = await follow((response, _, n) => {
    if (n > 1) response.destroy();
    else open(response).write(event('board', board(1)), () => setTimeout(() => response.destroy(), 30));
  });
  await soon(() => expect(one.kinds()).toContain('stale'));
  const stale = one.states.find(({ kind }) => kind === 'stale');
  expect(stale).toMatchObject({ failure: { kind: 'network' } });
  const { since } = stale as { since: number };
  expect(since).toBeGreaterThanOrEqual(start);
  expect(since).toBeLessThanOrEqual(Date.now());
});

test('it stays stale since the same moment however often it is tried', async () => {
  const one = await follow((response, _, n) => {
    if (n > 1) response.destroy();
    else open(response).write(event('board', board(1)), () => response.destroy());
  });
  const stale = () => one.states.flatMap((it) => (it.kind === 'stale' ? [it.since] : []));
  await soon(() => expect(stale().length).toBeGreaterThan(2));
  expect(new Set(stale()).size).toBe(1);
});

test('a server that was never there leaves it stale since never', async () => {
  const one = await follow((response) => response.destroy());
  await soon(() => expect(one.states[1]).toMatchObject({ kind: 'stale', since: null, failure: { kind: 'network' } }));
});

describe('on a device that knows about its network', () => {
  test('without one it is offline, and back as soon as the network is', async () => {
    const device = new EventTarget();
    const navigator = { onLine: true };
    vi.stubGlobal('navigator', navigator);
    vi.stubGlobal('addEventListener', device.addEventListener.bind(device));
    let up = true;
    let cut = () => {};
    const one = await follow((response) => {
      if (!up) return void response.destroy();
      open(response).write(event('board', board(1)));
      cut = () => response.destroy();
    });
    await soon(() => expect(one.kinds()).toEqual(['connecting', 'live']));
    up = false;
    navigator.onLine = false;
    cut();
    device.dispatchEvent(new Event('offline'));
    await soon(() => expect(one.kinds().at(-1)).toBe('offline'));
    expect(one.states.at(-1)).toMatchObject({ since: expect.any(Number), failure: { kind: 'network' } });
    up = true;
    navigator.onLine = true;
    device.dispatchEvent(new Event('online'));
    await soon(() => expect(one.kinds().at(-1)).toBe('live'));
    expect(one.kinds()).not.toContain('stale');
  });

  test('a stream that is still there when the device says offline is tested, and stays live', async () => {
    const device = new EventTarget();
    vi.stubGlobal('navigator', { onLine: false });
    vi.stubGlobal('addEventListener', device.addEventListener.bind(device));
    const one = await follow((response) => void open(response).write(event('board', board(1))));
    await soon(() => expect(one.kinds()).toEqual(['connecting', 'live']));
    device.dispatchEvent(new Event('offline'));
    await soon(() => expect(one.kinds()).toEqual(['connecting', 'live', 'connecting', 'live']));
  });
});

test('with enablePolling off nothing is asked for: it is stale until a stream comes through', async () => {
  const one = await follow(
    (response, _, n) => {
      if (n === 1) response.writeHead(404).end('{}');
      else open(response).write(event('board', board(1)));
    },
    undefined,
    { enablePolling: false },
  );
  await soon(() => expect(one.kinds()).toEqual(['connecting', 'stale', 'live']));
  expect(one.asked).toEqual([]);
});

test('the client’s signal ends it as close does', async () => {
  const controller = new AbortController();
  const one = await follow((response) => void open(response).write(event('board', board(1))), undefined, {
    signal: controller.signal,
  });
  await soon(() => expect(one.revisions).toEqual(['1']));
  const before = one.states.length;
  controller.abort();
  await new Promise((done) => setTimeout(done, 50));
  expect(one.states).toHaveLength(before);
  expect(one.streams()).toBe(1);
});

test('auth and hooks see every try to connect', async () => {
  const seen: Attempt[] = [];
  const keys: unknown[] = [];
  let key = 0;
  const one = await follow(
    (response, request, n) => {
      keys.push(request.headers['x-api-key']);
      if (n < 3) response.destroy();
      else open(response).write(event('board', board(1)));
    },
    undefined,
    {
      auth: { authorize: () => ({ 'X-Api-Key': `k${++key}` }) },
      hooks: { onRequest: (attempt) => void seen.push(attempt) },
    },
  );
  await soon(() => expect(one.kinds().at(-1)).toBe('live'));
  expect(keys).toEqual(['k1', 'k2', 'k3']);
  expect(seen.map(({ operation, attempt }) => [operation, attempt])).toEqual([
    ['streamBoard', 1],
    ['streamBoard', 2],
    ['streamBoard', 3],
  ]);
  expect(new Set(seen.map(({ correlationId }) => correlationId)).size).toBe(3);
});

test('auth that fails makes it stale and says so', async () => {
  const auth = { authorize: () => Promise.reject(new Error('signed out')) };
  const one = await follow((response) => void open(response), undefined, { auth });
  await soon(() => expect(one.states[1]).toMatchObject({ kind: 'stale', failure: { kind: 'credentials' } }));
  expect(one.streams()).toBe(0);
});

test('polling that fails is stale since the latest answer, then polling again', async () => {
  let asked = 0;
  const one = await follow(
    (response) => response.writeHead(404).end('{}'),
    (url) => {
      asked += 1;
      if (asked === 2) return undefined;
      const told = { id: idOf(1), revision: '1' };
      return url.searchParams.get('since') ? { ...told, events: [] } : { ...told, board: board(1) };
    },
  );
  await soon(() => expect(one.kinds().filter((kind) => kind === 'polling').length).toBeGreaterThan(2));
  expect(one.kinds().slice(0, 4)).toEqual(['connecting', 'polling', 'stale', 'polling']);
  expect(one.states[2]).toMatchObject({ since: expect.any(Number), failure: { kind: 'network' } });
});
