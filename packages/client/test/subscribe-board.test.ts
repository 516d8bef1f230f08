import type { ServerResponse } from 'node:http';
import { expect, test, vi } from 'vitest';
import { board, change, event, follow, idOf, open, soon } from './follow.ts';

test('a board and its changes are handed on one by one, however the bytes are cut', async () => {
  const one = await follow((response) => {
    open(response);
    const bytes = Buffer.from(event('board', board(1)) + event('change', change(2)) + event('change', change(3)));
    const send = (at: number) => {
      if (at >= bytes.length) return;
      response.write(bytes.subarray(at, at + 37), () => setImmediate(send, at + 37));
    };
    send(0);
  });
  await soon(() => expect(one.revisions).toEqual(['1', '2', '3']));
  expect(one.kinds()).toEqual(['connecting', 'live']);
});

test('a broken stream goes on after the latest event; one that has nothing new shows nothing new', async () => {
  const asked: (string | undefined)[] = [];
  const one = await follow((response, request, n) => {
    asked.push(request.headers['last-event-id'] as string | undefined);
    open(response);
    if (n === 1) response.write(event('board', board(1)), () => response.destroy());
    else if (n === 2) response.end('event: ping\ndata: {}\n\n');
    else response.write(event('change', change(2)));
  });
  await soon(() => expect(one.revisions).toEqual(['1', '2']));
  expect(asked).toEqual([undefined, idOf(1), idOf(1)]);
});

test('a gap, a repeat and nonsense are healed by a whole board', async () => {
  const asked: (string | undefined)[] = [];
  const faults = [
    event('change', change(5)),
    event('change', change(1)),
    'event: change\ndata: {"rev\n\n',
    event('change', change(1)),
  ];
  const one = await follow((response, request, n) => {
    asked.push(request.headers['last-event-id'] as string | undefined);
    open(response).write(event('board', board(n)) + (faults[n - 1] ?? event('change', change(n + 1))));
  });
  await soon(() => expect(one.revisions).toEqual(['1', '2', '3', '4', '5', '6']));
  expect(asked.every((it) => it === undefined)).toBe(true);
}, 15_000);

test.each([
  ['no streams', (response: ServerResponse) => response.writeHead(404).end('{}')],
  [
    'answers of another kind',
    (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
  ],
])('where there are %s, changes are asked for, each time since the latest', async (_, refuse) => {
  let revision = 0;
  const one = await follow(refuse, (url) => {
    const since = url.searchParams.get('since');
    revision += since && revision < 3 ? 1 : 0;
    const told = { id: idOf(revision), revision: String(revision) };
    if (!since) return { ...told, board: board(revision) };
    return { ...told, events: since === idOf(revision) ? [] : [change(revision)] };
  });
  await soon(() => expect(one.revisions).toEqual(['0', '1', '2', '3']));
  expect(one.asked.slice(0, 4)).toEqual(['', idOf(0), idOf(1), idOf(2)]);
  expect(one.kinds().at(-1)).toBe('polling');
  expect(one.streams()).toBe(1);
});

test('a proxy that keeps events to itself is noticed by silence', async () => {
  const one = await follow(
    (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders(),
    () => ({
      id: idOf(1),
      revision: '1',
      board: board(1),
    }),
  );
  await soon(() => expect(one.revisions[0]).toBe('1'));
  expect(one.kinds().at(-1)).toBe('polling');
}, 15_000);

test('a server that refuses makes it stale, is asked again after as long as it says, and then live', async () => {
  const at: number[] = [];
  const one = await follow((response, _, n) => {
    at.push(performance.now());
    if (n > 1) open(response).write(event('board', board(1)));
    else {
      const error = { code: 'unavailable', message: 'Try again', details: { retry_after_ms: 300 } };
      response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '0' });
      response.end(JSON.stringify({ ok: false, error, correlation_id: 'x' }));
    }
  });
  await soon(() => expect(one.kinds()).toEqual(['connecting', 'stale', 'live']));
  expect((at[1] as number) - (at[0] as number)).toBeGreaterThan(290);
});

test('closed, it calls back no more and lets go of its connection', async () => {
  const ended = vi.fn();
  let late: ServerResponse | undefined;
  const one = await follow((response) => {
    late = open(response);
    response.on('close', ended);
    response.write(event('board', board(1)));
  });
  await soon(() => expect(one.revisions).toEqual(['1']));
  one.close();
  late?.write(event('change', change(2)));
  await soon(() => expect(ended).toHaveBeenCalled());
  expect(one.revisions).toEqual(['1']);
  expect(one.streams()).toBe(1);
});

test('an endless interval means no polling: streams are tried again, and nothing is asked for', async () => {
  const one = await follow(
    (response) => response.writeHead(404).end('{}'),
    () => ({ id: idOf(1), revision: '1', board: board(1) }),
    { pollingInterval: Number.POSITIVE_INFINITY },
  );
  await soon(() => expect(one.streams()).toBeGreaterThan(1));
  expect(one.asked).toEqual([]);
  expect(one.kinds()).not.toContain('polling');
});

test('who asks once an hour has a stream all the same, soon after one comes through', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout'] });
  const one = await follow(
    (response, _, n) => (n < 3 ? response.writeHead(404).end('{}') : open(response).write(event('board', board(1)))),
    () => ({ id: idOf(1), revision: '1', board: board(1) }),
    { pollingInterval: 3_600_000 },
  );
  for (let i = 0; i < 200 && one.kinds().at(-1) !== 'live'; i += 1) {
    await vi.advanceTimersByTimeAsync(1_000);
    await new Promise(setImmediate);
  }
  vi.useRealTimers();
  expect(one.kinds()).toEqual(['connecting', 'polling', 'live']);
  expect(one.asked).toHaveLength(1);
});

test('silence is noticed with a fetch that heeds no signal, too', async () => {
  let streams = 0;
  const one = await follow(
    () => {},
    () => ({ id: idOf(1), revision: '1', board: board(1) }),
    {
      fetch: (url, init) => {
        if (!String(url).includes('/stream')) return fetch(url, init);
        streams += 1;
        const never = new ReadableStream<Uint8Array>();
        return Promise.resolve(new Response(never, { headers: { 'content-type': 'text/event-stream' } }));
      },
    },
  );
  await soon(() => expect(one.revisions[0]).toBe('1'));
  expect(one.kinds().at(-1)).toBe('polling');
  expect(streams).toBe(1);
}, 15_000);
