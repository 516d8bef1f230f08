import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStatusBoardClient } from '../src/index.ts';
import { board, change, DATE, event, idOf } from './follow.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Somebody who follows a board over a server whose streams are these, for a while. */
function follow(stream: () => string | ReadableStream | null, options: { enablePolling?: boolean } = {}) {
  const told = { streams: 0, asked: 0, states: [] as string[] };
  const send = async (url: unknown) => {
    if (String(url).includes('/stream')) {
      told.streams += 1;
      const body = stream();
      if (body === null) return new Response('', { status: 404 });
      return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
    }
    told.asked += 1;
    return Response.json({ ok: true, data: { id: idOf(1), revision: '1', board: board(1) } });
  };
  const client = createStatusBoardClient({ baseUrl: 'http://shop', fetch: send as typeof fetch, ...options });
  const { close } = client.subscribe({ date: DATE, onBoard: () => {}, onState: (it) => told.states.push(it.kind) });
  return { told, close };
}

const bytes = (text: string) => new TextEncoder().encode(text);
const cut = () =>
  new ReadableStream({
    start(controller) {
      controller.enqueue(bytes(event('board', board(1))));
      setTimeout(() => controller.error(new TypeError('cut')), 50);
    },
  });
const gap = () =>
  new ReadableStream({
    start: (controller) => controller.enqueue(bytes(event('board', board(1)) + event('change', change(7)))),
  });

test.each([
  ['are empty', () => ''],
  ['end after the board', () => event('board', board(1))],
  ['end after a ping', () => 'event: ping\ndata: {}\n\n'],
  ['are cut after the board', cut],
  ['have a gap each time', gap],
])('streams that %s are tried less and less, and changes asked for instead', async (_, stream) => {
  const { told, close } = follow(stream);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told.streams).toBeLessThan(10);
  expect(told.states.at(-1)).toBe('polling');
  expect(told.asked).toBeGreaterThan(10);
  // One may come through later.
  const before = told.streams;
  await vi.advanceTimersByTimeAsync(120_000);
  expect(told.streams).toBeGreaterThan(before);
  close();
});

test('where nothing may be asked for instead, they are tried with patience', async () => {
  const { told, close } = follow(() => event('board', board(1)), { enablePolling: false });
  await vi.advanceTimersByTimeAsync(120_000);
  expect(told.streams).toBeGreaterThan(5);
  expect(told.streams).toBeLessThan(40);
  expect(told.asked).toBe(0);
  close();
});

test('a clock that is put back keeps nobody from being asked', async () => {
  const { told, close } = follow(() => null);
  await vi.advanceTimersByTimeAsync(10_000);
  const before = told.asked;
  vi.setSystemTime(Date.now() - 3_600_000);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told.asked - before).toBeGreaterThan(10);
  close();
});
