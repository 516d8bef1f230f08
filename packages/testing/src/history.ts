import type { HistoryItem, Moved, Status } from '@edgar-auto-shop/contract';

// What clients lived through while the system was disturbed, written down so that a checker can judge it afterwards from
// this alone. All times are milliseconds of one clock that never goes back.

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

/** A whole run. */
export interface RecordedHistory {
  writes: Write[];
  reads: Read[];
  /** The history of each card as it is at the end, in any order. */
  events: Map<string, EventSeen[]>;
  /** The boards as they are at the end, when all was quiet. */
  finalBoards: BoardSeen[];
}
