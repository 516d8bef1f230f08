import type { StatusBoardClient } from '@edgar-auto-shop/client';
import { BoardStore } from './board-store.ts';

const KEPT = 8;
const registry = new WeakMap<StatusBoardClient, Map<string, BoardStore>>();

/**
 * The one store of a client for a date. Leaving a date keeps its store for a while: what is pending there is still sent, and
 * coming back shows it at once.
 */
export function boardStoreFor(client: StatusBoardClient, date: string | undefined): BoardStore {
  const stores = registry.get(client) ?? new Map<string, BoardStore>();
  registry.set(client, stores);
  const name = date ?? 'today';
  const store = stores.get(name) ?? new BoardStore({ client, date });
  // Put back last, so that the map's order is that of use.
  stores.delete(name);
  stores.set(name, store);
  const idle = [...stores].filter(([, it]) => it.isIdle);
  for (const [old] of idle.slice(0, -KEPT)) stores.delete(old);
  return store;
}
