import type { Doctored } from './doctoring.ts';
import type { Sample } from './sample-history.ts';

/** What must be caught of those who listen. */
export const DOCTORED_STREAMS: Doctored<Sample>[] = [
  [
    'a listener who is told of a change before any board',
    'I9',
    'before it had a board',
    ({ stream }) => stream.told.shift(),
  ],
  [
    'a revision that a listener was never told of',
    'I9',
    'radio was told of revision 4 after 2, and nothing of those between',
    ({ stream }) => stream.told.splice(1, 1),
  ],
  [
    'a revision that a listener was told of twice',
    'I9',
    'told of revision 3 again after 3',
    ({ stream, told }) => stream.told.splice(2, 0, told(13, 'change', 3)),
  ],
  [
    'a listener who is given an older board',
    'I9',
    'given revision 3 after it held 4',
    ({ stream, told }) => stream.told.push(told(30, 'board', 3, 2), told(31, 'change', 4, 2)),
  ],
  [
    'a listener who asks for a whole board and is given an older one',
    'I9',
    'given revision 3 after it held 4',
    ({ stream, told }) => {
      stream.connections.push({ server: 0, at: 29, resumes: false });
      stream.told.push(told(30, 'board', 3, 3), told(31, 'change', 4, 3));
    },
  ],
  [
    'a listener who is given a whole board in the midst of a connection',
    'I9',
    'radio held revision 2 and was given all of 3 in the midst of a connection',
    ({ stream }) => Object.assign(stream.told[1] as object, { kind: 'board', cards: [] }),
  ],
  [
    'a listener who is given a whole board while another server had lost its database, or its own had long before',
    'I9',
    'radio held revision 2 and was given all of 3 in the midst of a connection',
    ({ history, stream }) => {
      Object.assign(stream.told[1] as object, { kind: 'board', cards: [] });
      Object.assign(stream.connections[0] as object, { at: -20_000 });
      history.databaseBreaks.push({ server: 1, from: 10, to: 10 }, { server: 0, from: -15_000, to: -10_000 });
    },
  ],
  [
    'a listener who comes back with what it has and is given a whole board',
    'I9',
    'radio came back with revision 3 and was given all of 4 again',
    ({ history, stream }) => {
      Object.assign(stream.told[2] as object, { kind: 'board', cards: [] });
      history.databaseBreaks.push({ server: 1, from: 16, to: 16 }, { server: 0, from: 0, to: 5 });
    },
  ],
  [
    'a listener who asks for a whole board and is told of a change',
    'I9',
    'told of revision 4 before it had a board',
    ({ stream }) => Object.assign(stream.connections[1] as object, { resumes: false }),
  ],
  [
    'a listener who holds another board than a reader saw',
    'I9',
    'holds another board of 2031-03-10 at revision 3',
    ({ stream }) => Object.assign(stream.told[1] as object, { digest: 'something else' }),
  ],
  [
    'a change that cannot be applied to what its listener holds, and at whose revision nobody else looked',
    'I9',
    'radio could not apply what it was told of revision 3: A column names a card that is not on the board',
    ({ history, stream }) => {
      history.reads.shift();
      const misfit = 'A column names a card that is not on the board';
      Object.assign(stream.told[1] as object, { digest: 'nothing', misfit });
      Object.assign(stream.connections[1] as object, { resumes: false });
      Object.assign(stream.told[2] as object, { kind: 'board', cards: [] });
    },
  ],
  [
    'two listeners who hold different boards at one revision',
    'I9',
    'wall radio holds another board of 2031-03-10 at revision 2',
    ({ history, stream, told }) => {
      const other = { ...told(9, 'board', 2), digest: 'something else' };
      history.streams.push({ ...stream, client: 'wall radio', told: [other, ...stream.told.slice(1)] });
    },
  ],
  [
    'a listener who never hears of the last change',
    'I9',
    'radio ends with revision 3, the board of 2031-03-10 is at 4',
    ({ stream }) => stream.told.splice(2),
  ],
  ['a listener who hears nothing at all', 'I9', 'ends with nothing', ({ stream }) => stream.told.splice(0)],
  [
    'a listener who ends with another board than a read answers',
    'I9',
    'and shows something else',
    ({ stream }) => Object.assign(stream.told.at(-1) as object, { digest: 'something else' }),
  ],
  [
    'a listener who is told of everything a quarter of an hour late',
    'I9',
    'radio was told of revision 4 only after',
    ({ stream, told }) => {
      stream.connections.splice(1);
      stream.told.splice(1, 3, told(900_000, 'change', 3), told(900_001, 'change', 4));
    },
  ],
  [
    'a listener who comes back for what it was not told, while another server had lost its database',
    'I9',
    'radio was told of revision 4 only after',
    ({ history, stream, told }) => {
      history.databaseBreaks.push({ server: 2, from: 3_000, to: 3_000 });
      Object.assign(stream.connections[2] as object, { at: 3_100 });
      stream.told.splice(2, 2, told(3_200, 'board', 4, 2));
    },
  ],
  [
    'a listener who knows of a change before it is asked for',
    'I9',
    'told of revision 4 before anybody asked for it',
    ({ stream }) => Object.assign(stream.told[2] as object, { at: 12.5 }),
  ],
];
