import type { Status } from '@edgar-auto-shop/contract';
import {
  type Attempt,
  type BoardSeen,
  type Booking,
  type CardSeen,
  type EventSeen,
  type Fared,
  type FaultSeen,
  type Outcome,
  type RecordedHistory,
  STRETCH_MS,
  type StreamSeen,
  type Told,
  type Write,
} from './history.ts';

export const DATE = '2031-03-10';

export const BOOKING: Booking = {
  appt_start: `${DATE}T15:00:00.000Z`,
  appt_end: `${DATE}T16:00:00.000Z`,
  tech_id: null,
  notes: null,
  paid_cents: 0,
  service_codes: 'OIL',
};

const ok = (version: number, revision: number, status: Status, position: number, replayed = false): Outcome => ({
  kind: 'ok',
  answer: { version, revision: String(revision), status, position, date: DATE },
  text: `version ${version}, revision ${revision}`,
  replayed,
});

export const attempt = <A>(id: string, sentAt: number, endedAt: number, outcome: Outcome<A>): Attempt<A> => ({
  id,
  sentAt,
  endedAt,
  outcome,
});

const write = (client: string, card: string, expectedVersion: number, ...attempts: Attempt[]): Write => ({
  client,
  kind: expectedVersion === 0 ? 'book' : 'move',
  key: `key of ${attempts[0]?.id}`,
  card,
  date: DATE,
  request: 'move',
  ...(expectedVersion === 0 ? {} : { to: 'in_progress', position: 0 }),
  expectedVersion,
  ...(expectedVersion === 0 ? { asked: BOOKING } : {}),
  attempts,
});

export const event = (version: number, from: Status | null, to: Status, position: number, by: string): EventSeen => ({
  version,
  type: from ? 'moved' : 'created',
  from_status: from,
  to_status: to,
  to_position: position,
  correlation_id: by,
});

export const seen = (id: string, version: number, status: Status, position: number): CardSeen => ({
  id,
  version,
  status,
  position,
  customer_id: 'u1',
  customer_name: 'Ana',
  double_booked: false,
  booking: BOOKING,
});

export const board = (revision: number, scheduled: CardSeen[], inProgress: CardSeen[]): BoardSeen => ({
  date: DATE,
  revision,
  etag: `tag ${revision}`,
  digest: `digest ${revision}`,
  columns: { scheduled, in_progress: inProgress, ready: [], completed: [], no_show: [] },
});

/**
 * A small history in which all is well, and everything is there: two cards, an acknowledged move that is repeated, one that was cut
 * after it was applied and settled by its key, a refusal, a look with 200 and one with 304, a listener who came back twice, a fault that was
 * soon got over. Doctor it for a test.
 */
export function sampleHistory() {
  const made1 = write('r', 'c1', 0, attempt('r.1', 0, 1, ok(1, 1, 'scheduled', 0)));
  const made2 = write('r', 'c2', 0, attempt('r.2', 2, 3, ok(1, 2, 'scheduled', 1)));
  const repeated = write(
    'a',
    'c1',
    1,
    attempt('a.1', 10, 12, ok(2, 3, 'in_progress', 0)),
    attempt('a.3', 19, 20, ok(2, 3, 'in_progress', 0, true)),
  );
  const cut = write(
    'b',
    'c2',
    1,
    attempt('b.1', 15, 18, { kind: 'unknown', why: 'ECONNRESET' }),
    attempt('b.2', 20, 22, ok(2, 4, 'in_progress', 0, true)),
  );
  const refusal: Outcome = { kind: 'refused', code: 'version_conflict', sawVersion: 2 };
  const refused = write('a', 'c1', 1, attempt('a.2', 16, 17, refusal));
  const early = board(3, [seen('c2', 1, 'scheduled', 0)], [seen('c1', 2, 'in_progress', 0)]);
  const late = board(4, [], [seen('c2', 2, 'in_progress', 0), seen('c1', 2, 'in_progress', 1)]);
  const look = (sentAt: number, board: BoardSeen, notModified = false) => ({
    client: 'wall',
    sentAt,
    endedAt: sentAt + 1,
    notModified,
    board,
  });
  const toldCards: Record<number, CardSeen> = {
    3: seen('c1', 2, 'in_progress', 0),
    4: seen('c2', 2, 'in_progress', 0),
  };
  const told = (at: number, kind: Told['kind'], revision: number, connection = 0): Told => ({
    at,
    kind,
    revision,
    digest: `digest ${revision}`,
    cards: kind === 'change' && toldCards[revision] ? [toldCards[revision]] : [],
    removed: [],
    connection,
  });
  const stream: StreamSeen = {
    client: 'radio',
    date: DATE,
    connections: [
      { server: 0, at: 7, resumes: false },
      { server: 0, at: 16, resumes: true },
      { server: 1, at: 23, resumes: false },
    ],
    told: [told(8, 'board', 2), told(12, 'change', 3), told(17, 'change', 4, 1), told(24, 'board', 4, 2)],
  };
  const fault: FaultSeen = { kind: 'storm', begunAt: 10, endedAt: 15, note: 'a strong one' };
  // Twelve seconds: the first half second is bad.
  const fared = Array.from({ length: 12_000 / STRETCH_MS }, (_, i): Fared => {
    const succeeded = i < 5 ? 3 : 10;
    return { at: i * STRETCH_MS, succeeded, failed: 10 - succeeded, pending: 0 };
  });
  const history: RecordedHistory = {
    writes: [made1, made2, repeated, cut, refused],
    renames: [],
    customers: [{ id: 'u1', firstName: 'Ana', version: 1, name: 'Ana' }],
    reads: [look(13, early), look(23, late), look(25, late, true)],
    streams: [stream],
    faults: [fault],
    databaseBreaks: [],
    disturbedUntil: Number.NEGATIVE_INFINITY,
    fared,
    ended: structuredClone(fared),
    overAt: Number.POSITIVE_INFINITY,
    failures: [],
    events: new Map([
      ['c1', [event(2, 'scheduled', 'in_progress', 0, 'a.1'), event(1, null, 'scheduled', 0, 'r.1')]],
      ['c2', [event(2, 'scheduled', 'in_progress', 0, 'b.1'), event(1, null, 'scheduled', 1, 'r.2')]],
    ]),
    finalBoards: [structuredClone(late)],
  };
  const of = (card: string): EventSeen[] => history.events.get(card) ?? [];
  return {
    history,
    stream,
    told,
    fault,
    fared,
    made1,
    repeated,
    cut,
    refused,
    early,
    late,
    of,
    event,
    look,
    board,
    seen,
    ok,
  };
}

export type Sample = ReturnType<typeof sampleHistory>;
