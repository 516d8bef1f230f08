import { type Doctored, first, last } from './doctoring.ts';
import type { CardSeen, Told } from './history.ts';
import type { BookingsSample } from './sample-bookings.ts';
import { BOOKING } from './sample-history.ts';

const told = ({ stream }: BookingsSample, revision: number): Told => stream.told[revision - 1] as Told;
const scheduled = ({ columns }: { columns: { scheduled: CardSeen[] } }, place: number): CardSeen =>
  columns.scheduled[place] as CardSeen;

/** What must be caught of bookings, of what is changed about them, of cancellations and of names. */
export const DOCTORED_BOOKINGS: Doctored<BookingsSample>[] = [
  ['an acknowledged booking that is nowhere', 'I1', 'is lost', ({ history }) => history.events.set('c2', [])],
  [
    'a booking that was made twice',
    'I3',
    'two effects',
    ({ history }) => history.events.set('c3', structuredClone(history.events.get('c2')?.slice(0, 1) ?? [])),
  ],
  [
    'a card that came of a booking made twice',
    'I6',
    'card c3 is not of this date',
    ({ history, card }) =>
      first(history.finalBoards).columns.scheduled.push({ ...card('c2', 1, 'Ana Lopez', false), id: 'c3' }),
  ],
  [
    'a change that is answered otherwise than it was asked for',
    'I1',
    'card c1 was answered with tech_id null instead of t1',
    ({ patched }) =>
      Object.assign(last(patched).outcome, {
        answer: { ...(last(patched).outcome as { answer: object }).answer, booking: BOOKING },
      }),
  ],
  [
    'a change that a board does not show',
    'I8',
    'version 2 of card c1 is shown with tech_id null instead of t1',
    ({ boards }) => Object.assign(scheduled(boards.booked, 0), { booking: BOOKING, double_booked: false }),
  ],
  [
    'an undone cancellation that comes back without its notes',
    'I8',
    'version 3 of card c2 is shown with notes null instead of gate 5',
    ({ boards, walkIn }) => Object.assign(scheduled(boards.undone, 1), { booking: { ...walkIn, notes: null } }),
  ],
  [
    'a cancelled card on a board',
    'I6',
    'card c2 is there, and not booked at revision 7',
    ({ boards, card }) => boards.end.columns.scheduled.push(card('c2', 4, 'Ana Lopez', false)),
  ],
  [
    'a booked card that is not on a board',
    'I6',
    'card c2 is missing',
    ({ boards }) => boards.booked.columns.scheduled.pop(),
  ],
  [
    'a card whose cancellation was undone, and that is not on a board',
    'I6',
    'card c2 is missing',
    ({ boards }) => boards.undone.columns.scheduled.pop(),
  ],
  [
    'two neighbours that changed places with a new name of their customer',
    'I6',
    'in another order',
    ({ boards }) => {
      const [a, b] = boards.renamed.columns.scheduled as [CardSeen, CardSeen];
      boards.renamed.columns.scheduled = [
        { ...b, position: 0 },
        { ...a, position: 1 },
      ];
    },
  ],
  [
    'a card that is not found while it is there',
    'I4',
    'card c2 was not found while it was there',
    ({ refused }) => Object.assign(last(refused), { sentAt: 34.5, endedAt: 35 }),
  ],
  [
    'a double booking that is not marked',
    'I6',
    'card c1 is not marked as double-booked',
    ({ boards }) => Object.assign(scheduled(boards.booked, 0), { double_booked: false }),
  ],
  [
    'a mark that stays after the other was cancelled',
    'I6',
    'card c1 is marked as double-booked',
    ({ boards }) => Object.assign(scheduled(boards.end, 0), { double_booked: true }),
  ],
  [
    'an acknowledged name that is gone',
    'I1',
    'an acknowledged name is lost',
    ({ history }) => Object.assign(first(history.customers), { version: 1, name: 'Ana' }),
  ],
  [
    'an acknowledged name in whose place stands another',
    'I1',
    'an acknowledged name is lost',
    ({ history }) => Object.assign(first(history.customers), { name: 'Ana' }),
  ],
  [
    'a name that was given twice',
    'I3',
    'customer u1 is at version 3 after 1 new names',
    ({ history }) => Object.assign(first(history.customers), { version: 3 }),
  ],
  [
    'a version that two names were given',
    'I2',
    'version 2 of customer u1 was given to two names',
    ({ history, renamed, named }) => {
      const attempts = [{ ...last(renamed), id: 'd.10', outcome: named(2, 'Ana Diaz') }];
      history.renames.push({ ...renamed, key: 'key of d.10', name: 'Ana Diaz', attempts });
    },
  ],
  [
    'a new name whose repetition is answered otherwise',
    'I3',
    'not answered as the first time',
    ({ renamed, named }) =>
      renamed.attempts.push({
        id: 'd.10',
        sentAt: 27,
        endedAt: 28,
        outcome: { ...named(2, 'Ana Lopez', true), text: 'x' } as never,
      }),
  ],
  [
    'a board with two names of one customer',
    'I6',
    'shows customer u1 as Ana Lopez and Ana',
    ({ boards }) => Object.assign(scheduled(boards.renamed, 1), { customer_name: 'Ana' }),
  ],
  [
    'a name that nobody gave',
    'I5',
    'as nobody named it',
    ({ boards }) => Object.assign(scheduled(boards.end, 0), { customer_name: 'Eva' }),
  ],
  [
    'an old name after the new one was acknowledged',
    'I7',
    'version 2 of customer u1 was made, although 1 was seen after that',
    ({ boards }) => Object.assign(scheduled(boards.end, 0), { customer_name: 'Ana' }),
  ],
  [
    'a new name before it was asked for',
    'I7',
    'version 2 of customer u1',
    ({ boards }) => {
      for (const card of boards.booked.columns.scheduled) card.customer_name = 'Ana Lopez';
    },
  ],
  [
    'a new name that raised no revision',
    'I8',
    'is at revision 6 after 7 changes',
    ({ history }) => Object.assign(first(history.finalBoards), { revision: 6 }),
  ],
  ['a new name that was never settled', 'I11', 'never settled', ({ renamed }) => renamed.attempts.pop()],
  [
    'a listener who is told of a revision and not of the card that was changed',
    'I9',
    'told of revision 2, and not of card c1 as it was answered',
    (sample) => told(sample, 2).cards.pop(),
  ],
  [
    'a listener who is told of a card without what was changed',
    'I9',
    'told of version 2 of card c1 with tech_id null instead of t1',
    (sample) => Object.assign(first(told(sample, 2).cards), { booking: BOOKING }),
  ],
  [
    'a listener who is not told that a card was cancelled',
    'I9',
    'told of revision 7, and not that card c2 left',
    (sample) => told(sample, 7).removed.pop(),
  ],
  [
    'a listener who is told the old name after the new one',
    'I9',
    'told Ana of customer u1, version 1 after 2',
    (sample) => Object.assign(first(told(sample, 6).cards), { customer_name: 'Ana' }),
  ],
];
