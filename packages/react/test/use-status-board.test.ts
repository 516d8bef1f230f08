// @vitest-environment happy-dom
import type { StatusBoardClient } from '@edgar-auto-shop/client';
import { act, createElement, StrictMode, startTransition, useEffect, useState } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, expect, expectTypeOf, test, vi } from 'vitest';
import type { BoardStore } from '../src/board-store.ts';
import { type StatusBoard, useStatusBoard } from '../src/use-status-board.ts';
import { ModelNetwork } from './model-network.ts';
import { DATE, ModelServer } from './model-server.ts';
import { ToldStream } from './told-stream.ts';

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
});
afterEach(() => vi.useRealTimers());

/** A page under StrictMode, over a network that delivers when it is let. */
async function open(App: (props: { client: StatusBoardClient }) => React.ReactNode) {
  const server = new ModelServer(['scheduled', 'scheduled']);
  const net = new ModelNetwork(server, ToldStream);
  const client = net.client();
  const root = createRoot(document.createElement('div'));
  const quiet = async () => {
    for (let i = 0; i < 20; i += 1) {
      if (net.packets.length > 0) net.step(0, false);
      await act(() => vi.advanceTimersByTimeAsync(0));
    }
  };
  await act(async () => root.render(createElement(StrictMode, null, createElement(App, { client }))));
  await quiet();
  return { server, net, root, quiet };
}

test('under StrictMode a board is followed once, a change shows at once, and leaving ends everything', async () => {
  let latest: StatusBoard | undefined;
  const { server, net, root, quiet } = await open(({ client }) => {
    latest = useStatusBoard({ client, date: DATE });
    return null;
  });
  expect(latest).toMatchObject({ loading: false, error: null, pending: [] });
  expect(net.streams).toHaveLength(1);
  await act(async () => void latest?.moveAppointment('card-0', 'in_progress'));
  expect(latest?.board?.columns.in_progress.items.map((it) => it.id)).toEqual(['card-0']);
  expect(latest?.stats?.statusCounts.in_progress).toBe(1);
  await quiet();
  expect(server.applied).toHaveLength(1);
  expect(latest?.pending).toEqual([]);
  await act(async () => root.unmount());
  expect(net.streams).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(net.packets).toEqual([]);
});

test('two parts of a page never show two boards at once, also while React takes its time', async () => {
  const seen: string[] = [];
  const parts: Record<string, string> = {};
  let slow: (n: number) => void = () => {};
  let move: BoardStore['moveAppointment'] | undefined;
  const Part = ({ name, client, n }: { name: string; client: never; n: number }) => {
    const { board, moveAppointment } = useStatusBoard({ client, date: DATE });
    move = moveAppointment;
    const shown = JSON.stringify(board?.columns.in_progress.items.map((it) => it.id));
    useEffect(() => {
      parts[name] = shown;
      // The right one's effects come last in whatever was drawn together.
      if (name === 'right') seen.push(`${parts.left} ${parts.right}`);
    });
    return createElement('p', null, `${n} ${shown}`);
  };
  const { quiet } = await open(({ client }) => {
    const [n, setN] = useState(0);
    slow = setN;
    const part = (name: string) => createElement(Part, { key: name, name, client: client as never, n });
    return [part('left'), part('right')];
  });
  await act(async () => {
    startTransition(() => slow(1));
    void move?.('card-0', 'in_progress');
    startTransition(() => slow(2));
    void move?.('card-1', 'in_progress');
  });
  await quiet();
  expect(parts).toEqual({ left: '["card-0","card-1"]', right: '["card-0","card-1"]' });
  expect(seen.length).toBeGreaterThan(2);
  for (const both of seen) expect(both.split(' ')[0]).toBe(both.split(' ')[1]);
});

test('what a server has drawn is taken over as it is, also where the board is there already, and then shows it', async () => {
  const App = ({ client }: { client: StatusBoardClient }) => {
    const { board, loading } = useStatusBoard({ client, date: DATE });
    return createElement('p', null, loading ? 'loading' : board?.columns.scheduled.items.map((it) => it.id).join());
  };
  const clients: StatusBoardClient[] = [];
  const { quiet } = await open(({ client }) => {
    clients.push(client);
    return createElement(App, { client });
  });
  const [client] = clients as [StatusBoardClient];
  const container = document.createElement('div');
  container.innerHTML = renderToString(createElement(App, { client }));
  expect(container.textContent).toBe('loading');
  const drawn = container.firstChild;
  const complaints: unknown[] = [];
  await act(async () => {
    hydrateRoot(container, createElement(App, { client }), { onRecoverableError: (error) => complaints.push(error) });
  });
  await quiet();
  expect(complaints).toEqual([]);
  expect(container.firstChild).toBe(drawn);
  expect(container.textContent).toBe('card-0,card-1');
});

test('the hook gives what it says', () => {
  expectTypeOf<StatusBoard>().toHaveProperty('stats');
  expectTypeOf<StatusBoard['moveAppointment']>().parameters.toEqualTypeOf<
    [cardId: string, newStatus: 'scheduled' | 'in_progress' | 'ready' | 'completed' | 'no_show', position?: number]
  >();
  const options: Parameters<typeof useStatusBoard>[0] = {
    baseUrl: '',
    date: DATE,
    enablePolling: true,
    pollingInterval: 5_000,
  };
  expect(Object.keys(options)).toHaveLength(4);
});
