import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Board, BoardChange } from '@edgar-auto-shop/contract';
import { afterEach, vi } from 'vitest';
import {
  type ClientOptions,
  createStatusBoardClient,
  type SubscribeOptions,
  type SubscriptionState,
} from '../src/index.ts';

export const DATE = '2025-09-20';
const stats = {
  jobsToday: 0,
  onPrem: 0,
  statusCounts: { scheduled: 0, in_progress: 0, ready: 0, completed: 0, no_show: 0 },
};
const none = { items: [] };
const columns = { scheduled: none, in_progress: none, ready: none, completed: none, no_show: none };
export const board = (revision: number): Board => ({
  date: DATE,
  time_zone: 'America/Los_Angeles',
  revision: String(revision),
  columns,
  stats,
});
export const change = (revision: number): BoardChange => ({
  revision: String(revision),
  cards: [],
  removed: [],
  order: {},
  stats,
});
export const idOf = (revision: number) => `7f1b3c52-9d4e-4a6b-8c21-0e5d6f7a8b90.${DATE}.${revision}`;
export const event = (name: string, data: { revision: string }) =>
  `id: ${idOf(Number(data.revision))}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server whose streams and changes are written by the test, and somebody who follows a board of it. */
export async function follow(
  onStream: (response: ServerResponse, request: IncomingMessage, n: number) => void,
  /** Answers what changed, or nothing at all. */
  onChanges: (url: URL) => object | undefined = () => ({}),
  options: Partial<Omit<ClientOptions, 'baseUrl'> & SubscribeOptions> = {},
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
      const data = onChanges(url);
      if (!data) return void response.destroy();
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ok: true, data }));
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const revisions: string[] = [];
  const states: SubscriptionState[] = [];
  const client = createStatusBoardClient({ baseUrl: `http://127.0.0.1:${port}`, pollingInterval: 20, ...options });
  const { close } = client.subscribe({
    date: DATE,
    onBoard: (it) => revisions.push(it.revision),
    onState: (it) => states.push(it),
    ...options,
  });
  closing.push(() => {
    close();
    server.closeAllConnections();
    server.close();
  });
  return { revisions, states, kinds: () => states.map(({ kind }) => kind), asked, close, streams: () => streams };
}

export const open = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });
export const soon = (check: () => void) => vi.waitFor(check, { timeout: 9_000, interval: 10 });
