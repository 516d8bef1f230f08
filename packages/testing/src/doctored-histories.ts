import { type Doctored, first, last } from './doctoring.ts';
import type { CardSeen, Outcome } from './history.ts';
import type { Sample } from './sample-history.ts';

const refusal: Outcome = { kind: 'refused', code: 'version_conflict', sawVersion: 2 };

/** What must be caught of cards that are moved and boards that are read, and of how long a system stays broken. */
export const DOCTORED: Doctored<Sample>[] = [
  ['an acknowledged change without its event', 'I1', 'is lost', ({ of }) => of('c2').shift()],
  [
    "an acknowledged change in whose place stands another's",
    'I1',
    'is lost',
    ({ of }) => Object.assign(first(of('c2')), { correlation_id: 'a.1' }),
  ],
  [
    'an event that tells another place than the answer',
    'I1',
    'otherwise',
    ({ of }) => Object.assign(first(of('c1')), { to_position: 3 }),
  ],
  [
    'a version that was shown and is gone',
    'I1',
    'was shown',
    ({ late }) => Object.assign(first(late.columns.in_progress), { version: 3 }),
  ],
  [
    'two neighbours that changed places by themselves, at the end',
    'I6',
    'in another order',
    ({ history }) => {
      const { columns } = first(history.finalBoards);
      columns.in_progress = columns.in_progress.toReversed().map((card, position) => ({ ...card, position }));
    },
  ],
  [
    'two neighbours that changed places by themselves before somebody else moved a third card',
    'I6',
    'in another order',
    ({ history, look, board, seen, made1, ok, event }) => {
      const change = (id: string, sentAt: number, expectedVersion: number, outcome: Outcome) =>
        history.writes.push({
          ...made1,
          ...{
            client: 'z',
            key: id,
            card: 'c3',
            position: 0,
            expectedVersion,
            kind: expectedVersion === 0 ? 'book' : 'move',
          },
          attempts: [{ id, sentAt, endedAt: sentAt + 1, outcome }],
        });
      change('z.1', 30, 0, ok(1, 5, 'scheduled', 0));
      change('z.2', 32, 1, ok(2, 6, 'in_progress', 0));
      const events = [event(1, null, 'scheduled', 0, 'z.1'), event(2, 'scheduled', 'in_progress', 0, 'z.2')];
      history.events.set('c3', events);
      const column = ['c3', 'c1', 'c2'].map((id, position) => seen(id, 2, 'in_progress', position));
      history.reads = [look(40, board(6, [], column))];
      history.finalBoards = [board(6, [], column)];
    },
  ],
  ['a gap in the versions', 'I2', 'version 2', ({ of }) => Object.assign(first(of('c1')), { version: 3 })],
  ['a version that is there twice', 'I2', 'version 3', ({ of }) => of('c1').push({ ...first(of('c1')) })],
  [
    'a version that starts elsewhere than the last ended',
    'I2',
    'does not start',
    ({ of }) => Object.assign(first(of('c1')), { from_status: 'ready' }),
  ],
  [
    'a key with two effects',
    'I3',
    'two effects',
    ({ of, event }) => of('c2').push(event(3, 'in_progress', 'ready', 0, 'b.2')),
  ],
  [
    'a repetition with another answer',
    'I3',
    'not answered as the first time',
    ({ repeated, ok }) =>
      Object.assign(last(repeated), { outcome: { ...ok(2, 3, 'in_progress', 0, true), text: 'x' } }),
  ],
  [
    'a repetition that is not marked as one',
    'I3',
    'not answered as the first time',
    ({ repeated, ok }) => Object.assign(last(repeated), { outcome: ok(2, 3, 'in_progress', 0) }),
  ],
  [
    'a repetition that is refused',
    'I3',
    'not answered as the first time',
    ({ repeated }) => Object.assign(last(repeated), { outcome: refusal }),
  ],
  [
    'a change before the one that it replaces was asked for',
    'I4',
    'version 2 of c1',
    ({ made1 }) => Object.assign(last(made1), { sentAt: 12.5, endedAt: 12.7 }),
  ],
  [
    'a refusal that saw a version already replaced',
    'I4',
    'version 2 of c1 was made, although 1 was seen after that',
    ({ refused }) => Object.assign(last(refused), { outcome: { ...refusal, sawVersion: 1 } }),
  ],
  [
    'a refusal that saw a version not yet asked for',
    'I4',
    'version 2 of c1',
    ({ refused }) => Object.assign(last(refused), { sentAt: 5, endedAt: 6 }),
  ],
  [
    'a refused request with an event',
    'I5',
    'told it changed nothing',
    ({ of, event }) => of('c1').push(event(3, 'in_progress', 'ready', 0, 'a.2')),
  ],
  [
    'a request that was told there was nothing to change, with an event',
    'I5',
    'told it changed nothing',
    ({ repeated, ok }) => Object.assign(first(repeated.attempts), { outcome: ok(1, 2, 'scheduled', 0) }),
  ],
  [
    'a change that was applied, and refused when it was repeated',
    'I5',
    'repetition was refused',
    ({ cut }) => Object.assign(last(cut), { outcome: refusal }),
  ],
  [
    'an event that nobody asked for',
    'I5',
    'nobody asked for',
    ({ of, event }) => of('c1').push(event(3, 'in_progress', 'ready', 0, 'stranger')),
  ],
  [
    'a card that is on a board twice',
    'I6',
    'card c1 is there twice',
    ({ late, seen }) => late.columns.ready.push(seen('c1', 2, 'ready', 0)),
  ],
  ['a card that is missing', 'I6', 'card c1 is missing', ({ late }) => late.columns.in_progress.pop()],
  [
    'a card of another date',
    'I6',
    'card c9 is not of this date',
    ({ late, seen }) => late.columns.ready.push(seen('c9', 1, 'ready', 0)),
  ],
  [
    'positions with a gap',
    'I6',
    'position 2 at place 1',
    ({ late }) => Object.assign(late.columns.in_progress[1] as CardSeen, { position: 2 }),
  ],
  [
    'a card in the column of another status',
    'I6',
    'stands in in_progress',
    ({ late }) => Object.assign(first(late.columns.in_progress), { status: 'ready' }),
  ],
  [
    'a torn board at the end',
    'I6',
    'card c1 is missing',
    ({ history }) => first(history.finalBoards).columns.in_progress.pop(),
  ],
  [
    'a board with a change from after its revision',
    'I6',
    'as it was only at 4',
    ({ early }) => Object.assign(first(early.columns.scheduled), { version: 2 }),
  ],
  [
    'a board without a change from before its revision',
    'I6',
    'lacks the change of card c1',
    ({ late }) => Object.assign(late.columns.in_progress[1] as CardSeen, { version: 1 }),
  ],
  [
    'a card elsewhere than its answer said',
    'I6',
    'its answer said otherwise',
    ({ late }) => {
      const [a, b] = late.columns.in_progress as [CardSeen, CardSeen];
      late.columns.in_progress = [
        { ...b, position: 0 },
        { ...a, position: 1 },
      ];
    },
  ],
  [
    'a revision that goes back',
    'I7',
    'wall 2031-03-10: revision 3 after 4',
    ({ history, look, early }) => history.reads.push(look(30, early)),
  ],
  [
    'a 304 for a board that is no longer current',
    'I7',
    'revision 4 of 2031-03-10 was made, although 3 was seen after that',
    ({ history, look, early }) => history.reads.push({ ...look(30, early, true), client: 'other' }),
  ],
  [
    'a board older than what its reader had been acknowledged',
    'I7',
    'b 2031-03-10: revision 3 after 4',
    ({ history, look, early }) => history.reads.push({ ...look(22.5, early), client: 'b' }),
  ],
  [
    'a board from before anybody asked for its latest change',
    'I7',
    'revision 4 of 2031-03-10 was seen, although 4 was made after that',
    ({ history, look, late }) => history.reads.push({ ...look(10, late), client: 'prophet' }),
  ],
  [
    'a revision that two changes were given',
    'I7',
    'given to two changes',
    ({ cut, ok }) => Object.assign(last(cut), { outcome: ok(2, 3, 'in_progress', 0, true) }),
  ],
  [
    'a tag that stands for two boards',
    'I7',
    'stood for two boards',
    ({ late, early }) => Object.assign(late, { etag: early.etag }),
  ],
  [
    'a card that is not where its history ends',
    'I8',
    'card c1 is at version 2 in ready',
    ({ history }) => Object.assign(first(history.finalBoards).columns.in_progress[1] as CardSeen, { status: 'ready' }),
  ],
  [
    'a revision that was raised without a change',
    'I8',
    'at revision 5 after 4 changes',
    ({ history }) => Object.assign(first(history.finalBoards), { revision: 5 }),
  ],
  [
    'repetitions at the same time that both say to be the first',
    'I3',
    'not answered as the first time',
    ({ repeated, ok }) => {
      Object.assign(last(repeated), { sentAt: 10.5, outcome: ok(2, 3, 'in_progress', 0) });
    },
  ],
  ['a request that was never settled', 'I11', 'never settled', ({ cut }) => cut.attempts.pop()],
  [
    'a system that stays broken after a fault',
    'I12',
    'storm: 10 s after its end',
    ({ fared }) => {
      for (const stretch of fared) Object.assign(stretch, { succeeded: 9, failed: 1 });
    },
  ],
  [
    'a system that no longer answers anything after a fault',
    'I12',
    'storm: 10 s after its end',
    ({ fared }) => {
      for (const stretch of fared) Object.assign(stretch, { succeeded: 0, failed: 0 });
    },
  ],
  [
    'a system that stays broken after two faults close together',
    'I12',
    'a second one: 10 s after its end',
    ({ history, fault, fared }) => {
      history.faults.push({ ...fault, kind: 'a second one', begunAt: 800, endedAt: 900 });
      for (const stretch of fared) Object.assign(stretch, { succeeded: 0, failed: 10 });
    },
  ],
  [
    'a system of which nothing was heard any more after a fault',
    'I12',
    'storm: 10 s after its end',
    ({ fared }) => {
      for (const stretch of fared) Object.assign(stretch, { succeeded: 0, failed: 0, pending: 1 });
    },
  ],
];
