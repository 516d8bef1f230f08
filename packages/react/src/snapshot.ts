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

/** The state of the connection from what is known of it. */
export function connectionOf(facts: {
  hasBoard: boolean;
  failed: boolean;
  offline: boolean;
  live: boolean;
  /** Whether news come without being asked for. */
  keptFresh: boolean;
  syncedAt: number | null;
}): Connection {
  const { hasBoard, failed, offline, live, keptFresh, syncedAt } = facts;
  if (failed && offline) return { state: 'offline', since: syncedAt };
  if (!hasBoard) return failed ? { state: 'error' } : { state: 'loading' };
  if ((failed || !keptFresh) && syncedAt !== null) return { state: 'stale', since: syncedAt };
  return { state: live ? 'live' : 'polling' };
}

function sameShape(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Whether a listener would see no difference. */
export function sameSnapshot(a: BoardSnapshot, b: BoardSnapshot): boolean {
  return (
    a.board === b.board &&
    a.stats === b.stats &&
    a.loading === b.loading &&
    a.isKept === b.isKept &&
    sameShape(a.error, b.error) &&
    sameShape(a.connection, b.connection) &&
    a.pending.length === b.pending.length &&
    a.pending.every((entry, i) => entry === b.pending[i])
  );
}
