import { vi } from 'vitest';
import { BoardStore } from '../src/board-store.ts';
import type { Outcome } from '../src/outcomes.ts';
import { ModelNetwork } from './model-network.ts';
import { ModelServer } from './model-server.ts';
import { ToldStream } from './told-stream.ts';

export const tick = () => vi.advanceTimersByTimeAsync(0);

/** A store over a network that is handed on packet by packet. */
export async function open(...statuses: ConstructorParameters<typeof ModelServer>[0]) {
  const server = new ModelServer(statuses);
  const net = new ModelNetwork(server, ToldStream);
  let offline = false;
  let hidden = false;
  const watching = new Set<() => void>();
  const surroundings = {
    now: () => Date.now(),
    isOffline: () => offline,
    isHidden: () => hidden,
    watch: (onChange: () => void) => {
      watching.add(onChange);
      return () => watching.delete(onChange);
    },
  };
  const store = new BoardStore({ client: net.client(), surroundings });
  const unsubscribe = store.subscribe(() => {});
  const deliver = async (place = 0, lose = false) => {
    // What was just made is stored before it is sent.
    await tick();
    net.step(place, lose);
    await tick();
  };
  const quiet = async () => {
    await tick();
    while (net.packets.length > 0) await deliver();
  };
  await quiet();
  const columnOf = (id: string) => {
    const { board } = store.getSnapshot();
    return Object.values(board?.columns ?? {})
      .flatMap(({ items }) => items)
      .find((card) => card.id === id)?.status;
  };
  const go = async (change: { offline?: boolean; hidden?: boolean }) => {
    offline = change.offline ?? offline;
    hidden = change.hidden ?? hidden;
    for (const wake of watching) wake();
    await tick();
  };
  return { server, net, store, unsubscribe, deliver, quiet, columnOf, go };
}

export const settledOf = (promise: Promise<Outcome>) => {
  const seen: { outcome?: Outcome } = {};
  void promise.then((outcome) => {
    seen.outcome = outcome;
  });
  return seen;
};
