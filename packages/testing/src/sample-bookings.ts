import type {
  Attempt,
  BoardSeen,
  Booking,
  CardSeen,
  EventSeen,
  NameAnswer,
  Outcome,
  RecordedHistory,
  Rename,
  Told,
  Write,
  WriteKind,
} from './history.ts';
import { attempt, BOOKING, board, DATE, event, seen } from './sample-history.ts';

const CUT = { kind: 'unknown', why: 'ECONNRESET' } as const;

const ok = (version: number, revision: number, position: number, booking?: Booking, replayed = false): Outcome => ({
  kind: 'ok',
  answer: {
    version,
    revision: String(revision),
    status: 'scheduled',
    position,
    date: DATE,
    ...(booking ? { booking } : {}),
  },
  text: `version ${version}, revision ${revision}`,
  replayed,
});

const write = (
  kind: WriteKind,
  card: string,
  expectedVersion: number,
  attempts: Attempt[],
  asked?: Partial<Booking>,
): Write => ({
  client: 'desk',
  kind,
  key: `key of ${attempts[0]?.id}`,
  card,
  date: DATE,
  request: kind,
  expectedVersion,
  ...(asked ? { asked } : {}),
  attempts,
});

const named = (version: number, name: string, replayed = false): Outcome<NameAnswer> => ({
  kind: 'ok',
  answer: { version, name },
  text: `${name}, version ${version}`,
  replayed,
});

/**
 * A small history of a front desk in which all is well: a card gets a technician, a walk-in is booked over the same time by a
 * request that was cut, the customer of both gets another name, the walk-in is cancelled, put back and cancelled again, and not found any more; a
 * listener is told of each. Doctor it for a test.
 */
export function sampleBookings() {
  const assigned: Booking = { ...BOOKING, tech_id: 't1' };
  const walkIn: Booking = {
    ...assigned,
    appt_start: `${DATE}T15:30:00.000Z`,
    appt_end: `${DATE}T16:30:00.000Z`,
    notes: 'gate 5',
  };
  const made = write('book', 'c1', 0, [attempt('d.1', 0, 1, ok(1, 1, 0, BOOKING))], BOOKING);
  const patched = write('patch', 'c1', 1, [attempt('d.2', 10, 12, ok(2, 2, 0, assigned))], { tech_id: 't1' });
  const booked = write(
    'book',
    'c2',
    0,
    [attempt('d.3', 15, 18, CUT), attempt('d.4', 20, 22, ok(1, 3, 1, walkIn, true))],
    walkIn,
  );
  const renamed: Rename = {
    client: 'desk',
    key: 'key of d.5',
    customer: 'u1',
    name: 'Ana Lopez',
    attempts: [attempt('d.5', 24, 25, CUT), attempt('d.6', 25, 26, named(2, 'Ana Lopez', true))],
  };
  const cancelled = write('cancel', 'c2', 1, [attempt('d.7', 28, 30, ok(2, 5, 1, walkIn))]);
  const undone = write('undo', 'c2', 2, [attempt('d.8', 32, 34, ok(3, 6, 1))]);
  const again = write('cancel', 'c2', 3, [attempt('d.9', 36, 38, ok(4, 7, 1, walkIn))]);

  const refused = write('move', 'c2', 3, [
    attempt('d.10', 39, 40, { kind: 'refused', code: 'not_found', sawVersion: null }),
  ]);

  const card = (id: 'c1' | 'c2', version: number, customer_name: string, double_booked: boolean): CardSeen => ({
    ...seen(id, version, 'scheduled', id === 'c1' ? 0 : 1),
    customer_name,
    double_booked,
    booking: id === 'c2' ? walkIn : version === 1 ? BOOKING : assigned,
  });
  const both = (revision: number, version: number, name: string): BoardSeen =>
    board(revision, [card('c1', 2, name, true), card('c2', version, name, true)], []);
  const boards = {
    booked: both(3, 1, 'Ana'),
    renamed: both(4, 1, 'Ana Lopez'),
    undone: both(6, 3, 'Ana Lopez'),
    end: board(7, [card('c1', 2, 'Ana Lopez', false)], []),
  };
  const look = (sentAt: number, board: BoardSeen) => ({
    client: 'wall',
    sentAt,
    endedAt: sentAt + 0.5,
    notModified: false,
    board,
  });
  const told = (at: number, revision: number, cards: CardSeen[], removed: string[] = []): Told => ({
    at,
    kind: revision === 1 ? 'board' : 'change',
    revision,
    digest: `digest ${revision}`,
    cards,
    removed,
    connection: 0,
  });
  const stream = {
    client: 'radio',
    date: DATE,
    connections: [{ server: 0, at: 4, resumes: false }],
    told: [
      told(5, 1, []),
      told(12, 2, [card('c1', 2, 'Ana', false)]),
      told(18, 3, [card('c2', 1, 'Ana', true), card('c1', 2, 'Ana', true)]),
      told(25, 4, [card('c1', 2, 'Ana Lopez', true), card('c2', 1, 'Ana Lopez', true)]),
      told(30, 5, [card('c1', 2, 'Ana Lopez', false)], ['c2']),
      told(34, 6, [card('c2', 3, 'Ana Lopez', true), card('c1', 2, 'Ana Lopez', true)]),
      told(38, 7, [card('c1', 2, 'Ana Lopez', false)], ['c2']),
    ],
  };
  const placeless = { from_status: null, to_status: null, to_position: null };
  const gone = (version: number, by: string): EventSeen => ({
    ...event(version, 'scheduled', 'scheduled', 1, by),
    type: 'cancelled',
    to_status: null,
    to_position: null,
  });
  const history: RecordedHistory = {
    writes: [made, patched, booked, cancelled, undone, again, refused],
    renames: [renamed],
    customers: [{ id: 'u1', firstName: 'Ana', version: 2, name: 'Ana Lopez' }],
    reads: [look(22.5, boards.booked), look(26.5, boards.renamed), look(34.5, boards.undone), look(39, boards.end)],
    streams: [stream],
    faults: [],
    databaseBreaks: [],
    disturbedUntil: Number.NEGATIVE_INFINITY,
    fared: [],
    ended: [],
    overAt: Number.POSITIVE_INFINITY,
    failures: [],
    events: new Map([
      [
        'c1',
        [
          event(1, null, 'scheduled', 0, 'd.1'),
          { ...event(2, null, 'scheduled', 0, 'd.2'), ...placeless, type: 'updated' },
        ],
      ],
      [
        'c2',
        [
          event(1, null, 'scheduled', 1, 'd.3'),
          gone(2, 'd.7'),
          { ...event(3, null, 'scheduled', 1, 'd.8'), type: 'undone' },
          gone(4, 'd.9'),
        ],
      ],
    ]),
    finalBoards: [structuredClone(boards.end)],
  };
  return { history, patched, renamed, refused, boards, stream, card, look, named, walkIn };
}

export type BookingsSample = ReturnType<typeof sampleBookings>;
