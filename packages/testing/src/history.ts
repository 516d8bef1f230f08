import type { HistoryItem, Moved, Status } from '@edgar-auto-shop/contract';

// What clients lived through while the system was disturbed, written down so that a checker can judge it afterwards from
// this alone. All times are milliseconds of one clock that never goes back.

/** Of `Fared`, in milliseconds. */
export const STRETCH_MS = 100;

/** What an appointment is booked for: all that a PATCH changes and an undo puts back, beside its place. */
export interface Booking {
  appt_start: string;
  appt_end: string;
  tech_id: string | null;
  notes: string | null;
  paid_cents: number;
  /** The codes of its services, each as often as it was asked for, sorted and with commas between. */
  service_codes: string;
}

/** What the server told about a change; booking, changing and cancelling tell the whole card. */
export interface Answer extends Pick<Moved, 'version' | 'status' | 'position' | 'date' | 'revision'> {
  booking?: Booking;
}

/** What the server told about a new name. */
export interface NameAnswer {
  version: number;
  name: string;
}

/** How an attempt ended. `unknown`: cut, timed out or 503; it may have been applied or not. */
export type Outcome<A = Answer> =
  | { kind: 'ok'; answer: A; text: string; replayed: boolean }
  /** `sawVersion`: the card's version that it was judged on, where the refusal tells. */
  | { kind: 'refused'; code: string; sawVersion: number | null }
  | { kind: 'unknown'; why: string };

export interface Attempt<A = Answer> {
  /** Sent as X-Correlation-Id, which the history repeats: so each event names the attempt that made it. */
  id: string;
  sentAt: number;
  endedAt: number;
  outcome: Outcome<A>;
}

/** One request of one client with all its repetitions under one Idempotency-Key. */
export interface Keyed<A> {
  client: string;
  key: string;
  /** In the order of their ends. */
  attempts: Attempt<A>[];
}

/** What is done to an appointment. */
export type WriteKind = 'book' | 'move' | 'reorder' | 'patch' | 'cancel' | 'undo';

/** A change of an appointment. */
export interface Write extends Keyed<Answer> {
  kind: WriteKind;
  /** Empty for a booking of which nobody knows what became of it. */
  card: string;
  date: string;
  /** For people, e.g. `move to ready at 2`. */
  request: string;
  /** 0 for a booking. */
  expectedVersion: number;
  /** Where a move wants the card to be. */
  to?: Status;
  /** Where in its column a move or a reorder wants it, perhaps past the end; a move without one wants it at the end. */
  position?: number;
  /** What a booking or a PATCH wants the appointment to be booked for; what is not named stays. */
  asked?: Partial<Booking>;
}

/** A new name for a customer, one that nobody had or gets. */
export interface Rename extends Keyed<NameAnswer> {
  customer: string;
  name: string;
}

export interface CardSeen {
  id: string;
  version: number;
  status: Status;
  position: number;
  customer_id: string;
  customer_name: string;
  double_booked: boolean;
  booking: Booking;
}

/** A customer of the run; has a card on every date from before the first rename until the end. */
export interface CustomerSeen {
  id: string;
  firstName: string;
  /** At the end. */
  version: number;
  name: string;
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
  /** Of the board that the listener held after it. */
  digest: string;
  /** Of a change: the cards that it told of, and those that it took away. */
  cards: CardSeen[];
  removed: string[];
  /** Why it could not be applied to what the listener held; then there is no board, and it begins anew. */
  misfit?: string;
  /** By which of the stream's connections it came. */
  connection: number;
}

/** One connection of a listener. */
export interface Connection {
  server: number;
  at: number;
  /** Whether it said what the listener held, to be told what it missed instead of a whole board. */
  resumes: boolean;
}

/** Somebody who listens to a board, and comes back whenever the connection ends. */
export interface StreamSeen {
  client: string;
  date: string;
  connections: Connection[];
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

/**
 * A time in which a server may have lost connections to its database: what answers then may be another one, and its
 * listeners are given whole boards again.
 */
export interface DatabaseBreak {
  server: number;
  from: number;
  to: number;
}

/** How requests fared that were sent in one short stretch of time. A refusal is an answer, and so a success. */
export interface Fared {
  /** When the stretch began; each ends where the next begins, none is left out. */
  at: number;
  succeeded: number;
  failed: number;
  /** Those that have not ended yet; none when all is over. */
  pending: number;
}

/** A request that was sent and brought nothing: cut, no answer in time, or 503. */
export interface Failure {
  client: string;
  sentAt: number;
  endedAt: number;
}

/** A whole run. */
export interface RecordedHistory {
  writes: Write[];
  renames: Rename[];
  /** As they are at the end. */
  customers: CustomerSeen[];
  reads: Read[];
  streams: StreamSeen[];
  /** In order of time. */
  faults: FaultSeen[];
  databaseBreaks: DatabaseBreak[];
  /** When the latest fault before all this was over, of the round before; -Infinity where there was none. */
  disturbedUntil: number;
  /** Every request, whatever it was for, in stretches of `STRETCH_MS` by when it was sent. */
  fared: Fared[];
  /** The same by when they ended. */
  ended: Fared[];
  /** When people stopped: from then on there is only what was not settled yet. */
  overAt: number;
  /** Each of those that failed. */
  failures: Failure[];
  /** The history of each card as it is at the end, in any order. */
  events: Map<string, EventSeen[]>;
  /** The boards as they are at the end, when all was quiet. */
  finalBoards: BoardSeen[];
}
