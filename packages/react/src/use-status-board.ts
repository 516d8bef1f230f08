import { createStatusBoardClient, type StatusBoardClient } from '@edgar-auto-shop/client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { BoardStore } from './board-store.ts';
import { filterBoard } from './filter-board.ts';
import { type BoardSnapshot, EMPTY_SNAPSHOT } from './snapshot.ts';
import { boardStoreFor } from './store-registry.ts';

/** Which board, from where: by the address of the API, or by a client of one's own. */
export type UseStatusBoardOptions = ({ client: StatusBoardClient } | { baseUrl: string }) & {
  /** `YYYY-MM-DD`; today in the shop's zone without one. */
  date?: string | undefined;
  /** Shows the cards of one technician only; moves still mean places among all cards. */
  techId?: string | undefined;
  /** Whether the board is read again and again where changes cannot be followed as they happen; it is, if nothing is said. */
  enablePolling?: boolean | undefined;
  /** Milliseconds between two of those reads: 2,500 without one, never less than 250; `Infinity` is as `enablePolling: false`. */
  pollingInterval?: number | undefined;
};

/** What the hook gives: what to show, and what somebody can do. */
export type StatusBoard = BoardSnapshot &
  Pick<BoardStore, 'moveAppointment' | 'reorder' | 'undo' | 'canUndo' | 'keepMine' | 'discard' | 'refresh' | 'absorb'>;

const clients = new Map<string, StatusBoardClient>();

function clientFor(baseUrl: string): StatusBoardClient {
  const client = clients.get(baseUrl) ?? createStatusBoardClient({ baseUrl });
  clients.set(baseUrl, client);
  return client;
}

const emptySnapshot = () => EMPTY_SNAPSHOT;

/**
 * A shop's board in a component: reads it, keeps it fresh, and shows every change before the server has answered. A `client` is made
 * once, outside of the component: another one with every render would begin anew with every render.
 *
 * @example
 * const { board, moveAppointment } = useStatusBoard({ baseUrl: '', date: '2025-09-20' });
 * const outcome = await moveAppointment(card.id, 'in_progress');
 * if (outcome.kind === 'refused') alert(outcome.failure.message);
 */
export function useStatusBoard(options: UseStatusBoardOptions): StatusBoard {
  const { date, techId, enablePolling, pollingInterval } = options;
  const client = 'client' in options ? options.client : clientFor(options.baseUrl);
  const store = useMemo(() => boardStoreFor(client, date), [client, date]);
  const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot, emptySnapshot);
  useEffect(() => store.askPolling(enablePolling, pollingInterval), [store, enablePolling, pollingInterval]);
  const { board } = snapshot;
  const shown = useMemo(() => (board && techId ? filterBoard(board, techId) : board), [board, techId]);
  return { ...store, ...snapshot, board: shown };
}
