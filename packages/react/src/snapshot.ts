import type { Failure } from '@edgar-auto-shop/client';
import type { OutboxEntry } from '@edgar-auto-shop/client/outbox';
import type { Board, Stats } from '@edgar-auto-shop/contract';

/**
 * How fresh the screen is.
 *
 * - `loading`: there is no board yet.
 * - `live`: every change comes as it happens.
 * - `polling`: the latest read succeeded, and the next is a moment away.
 * - `stale`: the server cannot be read, or is not asked because changes do not come by themselves and `enablePolling` is off; `since` is
 *   when it last was, in milliseconds since 1970.
 * - `offline`: likewise, and the device itself says that it has no network.
 * - `error`: there is no board, and none can be read.
 */
export type Connection =
  | { state: 'loading' }
  | { state: 'live' }
  | { state: 'polling' }
  | { state: 'stale'; since: number }
  | { state: 'offline'; since: number | null }
  | { state: 'error' };

/** All that a screen shows of a board at a moment. One that changed is another object. */
export interface BoardSnapshot {
  /** What the screen shows: the confirmed board with everything pending on top. */
  board: Board | null;
  /** Of the shown board, all technicians included. */
  stats: Stats | null;
  loading: boolean;
  /** Why the latest read failed; null once one succeeds. */
  error: Failure | null;
  connection: Connection;
  /** What the server does not have yet, of every date: on its way, in conflict, or refused. */
  pending: readonly OutboxEntry[];
  /** Whether what is pending outlives the page. */
  isKept: boolean;
}

export const EMPTY_SNAPSHOT: BoardSnapshot = {
  board: null,
  stats: null,
  loading: true,
  error: null,
  connection: { state: 'loading' },
  pending: [],
  isKept: true,
};

/** What is known of how fresh the board is. */
interface Freshness {
  readonly error: Failure | null;
  readonly isLive: boolean;
  /** Whether news come without being asked for. */
  readonly isKeptFresh: boolean;
  readonly syncedAt: number | null;
}

/** The state of the connection from what is known of it. */
export function connectionOf(hasBoard: boolean, isOffline: boolean, freshness: Freshness): Connection {
  const { error, isLive, isKeptFresh, syncedAt: since } = freshness;
  if (error && isOffline) return { state: 'offline', since };
  if (!hasBoard) return { state: error ? 'error' : 'loading' };
  if ((error || !isKeptFresh) && since) return { state: 'stale', since };
  return { state: isLive ? 'live' : 'polling' };
}

/** Whether a listener would see no difference. What is drawn from keeps its identity; the rest is small. */
export const sameSnapshot = (a: BoardSnapshot, b: BoardSnapshot): boolean =>
  (Object.keys(a) as (keyof BoardSnapshot)[]).every(
    (key) => a[key] === b[key] || (key !== 'board' && JSON.stringify(a[key]) === JSON.stringify(b[key])),
  );
