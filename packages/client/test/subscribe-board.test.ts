import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Board, BoardChange } from '@edgar-auto-shop/contract';
import { afterEach, expect, test, vi } from 'vitest';
import { createStatusBoardClient } from '../src/create-client.ts';
import type { SubscriptionState } from '../src/subscription-state.ts';

const DATE = '2025-09-20';
const stats = {
  jobsToday: 0,
  onPrem: 0,
  statusCounts: { scheduled: 0, in_progress: 0, ready: 0, completed: 0, no_show: 0 },
};
const none = { items: [] };
const columns = { scheduled: none, in_progress: none, ready: none, completed: none, no_show: none };
const board = (revision: number): Board => ({
  date: DATE,
  time_zone: 'America/Los_Angeles',
  revision: String(revision),
  columns,
  stats,
});
const change = (revision: number): BoardChange => ({
  revision: String(revision),
  cards: [],
  removed: [],
  order: {},
  stats,
});
const idOf = (revision: number) => `7f1b3c52-9d4e-4a6b-8c21-0e5d6f7a8b90.${DATE}.${revision}`;
const event = (name: string, data: { revision: string }) =>
  `id: ${idOf(Number(data.revision))}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server whose streams and changes are written by the test, and somebody who follows a board of it. */
async function follow(
  onStream: (response: ServerResponse, request: IncomingMessage, n: number) => void,
  onChanges: (url: URL) => object = () => ({}),
) {
  let streams = 0;
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    if (url.pathname.endsWith('/stream')) {
      streams += 1;
      onStream(response, request, streams);
    } else {
      asked.push(url.searchParams.get('since') ?? '');
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, data: onChanges(url) }));
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const revisions: string[] = [];
  const states: string[] = [];
  const { close } = createStatusBoardClient({ baseUrl: `http://127.0.0.1:${port}` }).subscribe({
    date: DATE,
    pollingInterval: 20,
    onBoard: (it) => revisions.push(it.revision),
    onState: (it: SubscriptionState) => states.push(it.kind),
  });
  closing.push(() => {
    close();
    server.closeAllConnections();
    server.close();
  });
  return { revisions, states, asked, close, streams: () => streams };
}

const open = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });
const soon = (check: () => void) => vi.waitFor(check, { timeout: 9_000, interval: 10 });

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
  expect(one.states).toEqual(['connecting', 'live']);
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
  expect(one.states.at(-1)).toBe('polling');
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
  expect(one.states.at(-1)).toBe('polling');
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
  await soon(() => expect(one.states).toEqual(['connecting', 'stale', 'live']));
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
