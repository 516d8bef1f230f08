import type { HistoryItem, Moved, Status } from '@edgar-auto-shop/contract';

// What clients lived through while the system was disturbed, written down so that a checker can judge it afterwards from
// this alone. All times are milliseconds of one clock that never goes back.

/** Of `Fared`, in milliseconds. */
export const STRETCH_MS = 100;

/** What the server told about a change. */
export type Answer = Pick<Moved, 'version' | 'status' | 'position' | 'date' | 'revision'>;

/** How an attempt ended. `unknown`: cut, timed out or 503; it may have been applied or not. */
export type Outcome =
  | { kind: 'ok'; answer: Answer; text: string; replayed: boolean }
  /** `sawVersion`: the card's version that it was judged on, where the refusal tells. */
  | { kind: 'refused'; code: string; sawVersion: number | null }
  | { kind: 'unknown'; why: string };

export interface Attempt {
  /** Sent as X-Correlation-Id, which the history repeats: so each event names the attempt that made it. */
  id: string;
  sentAt: number;
  endedAt: number;
  outcome: Outcome;
}

/** One request of one client with all its repetitions under one Idempotency-Key. */
export interface Write {
  client: string;
  key: string;
  card: string;
  date: string;
  /** For people, e.g. `move to ready at 2`. */
  request: string;
  /** 0 for the making of the card. */
  expectedVersion: number;
  /** In the order of their ends. */
  attempts: Attempt[];
}

export interface CardSeen {
  id: string;
  version: number;
  status: Status;
  position: number;
}

/** A board as somebody was shown it. */
export interface BoardSeen {
  date: string;
  revision: number;
  etag: string;
  /** Of everything it showed, so that it can be held against what a listener has. */
  digest: string;
  /** From top to bottom. */
  columns: Record<Status, CardSeen[]>;
}

/** One look at a board; after a 304 it is the board that the tag stood for. */
export interface Read {
  client: string;
  sentAt: number;
  endedAt: number;
  notModified: boolean;
  board: BoardSeen;
}

export type EventSeen = Pick<HistoryItem, 'version' | 'type' | 'correlation_id' | 'to_status' | 'to_position'> & {
  from_status: Status | null;
};

/** An event of a board's live stream, and what its listener then held. */
export interface Told {
  at: number;
  kind: 'board' | 'change';
  revision: number;
  /** Of the board that the listener held after it, or why the change could not be applied to what it held. */
  digest: string;
}

/** Somebody who listens to a board, and comes back whenever the connection ends. */
export interface StreamSeen {
  client: string;
  date: string;
  /** How often it connected. */
  connections: number;
  told: Told[];
}

/** A disturbance from outside; what happened until `endedAt` was done to the system, what came after is its own. */
export interface FaultSeen {
  kind: string;
  begunAt: number;
  endedAt: number;
  /** For people. */
  note: string;
}

/** How requests fared that were sent in one short stretch of time. A refusal is an answer, and so a success. */
export interface Fared {
  /** When the stretch began; each ends where the next begins, none is left out. */
  at: number;
  succeeded: number;
  failed: number;
}

/** A whole run. */
export interface RecordedHistory {
  writes: Write[];
  reads: Read[];
  streams: StreamSeen[];
  /** In order of time. */
  faults: FaultSeen[];
  /** Every request, whatever it was for, in stretches of `STRETCH_MS`. */
  fared: Fared[];
  /** The history of each card as it is at the end, in any order. */
  events: Map<string, EventSeen[]>;
  /** The boards as they are at the end, when all was quiet. */
  finalBoards: BoardSeen[];
}
