import { type Doctored, first, last } from './doctoring.ts';
import type { Outcome, Write } from './history.ts';
import type { Sample } from './sample-history.ts';

/** A reorder of c1 to its own place, and its repetition under the same key when others have moved the card. */
function changedNothing({ history, made1, ok }: Sample, repetition: Outcome): void {
  const attempts = [
    { id: 'a.8', sentAt: 5, endedAt: 6, outcome: ok(1, 1, 'scheduled', 0) },
    { id: 'a.9', sentAt: 30, endedAt: 31, outcome: repetition },
  ];
  history.writes.push({
    ...made1,
    kind: 'reorder',
    position: 0,
    client: 'a',
    key: 'to its own place',
    expectedVersion: 1,
    attempts,
  });
}

/** A request for c1, which is in progress at version 2, that is refused. */
function refusedOnce(
  { history, repeated }: Sample,
  code: string,
  sawVersion: number | null,
  rest: Partial<Write>,
): void {
  const attempts = [{ id: 'a.7', sentAt: 30, endedAt: 31, outcome: { kind: 'refused', code, sawVersion } as const }];
  history.writes.push({ ...repeated, key: 'refused', expectedVersion: 2, attempts, ...rest });
}

/** A request for c1, which is in progress at version 2, that is told of nothing to change. */
function dropped({ history, repeated, ok }: Sample, rest: Partial<Write>): void {
  const attempts = [{ id: 'a.6', sentAt: 30, endedAt: 31, outcome: ok(2, 4, 'in_progress', 1) }];
  history.writes.push({ ...repeated, key: 'dropped', expectedVersion: 2, attempts, ...rest });
}

/** An undo of c1's move that makes a version and leaves the card where it is, as everybody is told alike. */
function undoneInPlace({ history, repeated, stream, told, seen, ok, event, board, look }: Sample): void {
  const { to: _, position: __, ...rest } = repeated;
  const attempts = [{ id: 'a.5', sentAt: 30, endedAt: 31, outcome: ok(3, 5, 'in_progress', 1) }];
  history.writes.push({ ...rest, kind: 'undo', key: 'undone', expectedVersion: 2, attempts });
  history.events.get('c1')?.push({ ...event(3, 'in_progress', 'in_progress', 1, 'a.5'), type: 'undone' });
  const after = board(5, [], [seen('c2', 2, 'in_progress', 0), seen('c1', 3, 'in_progress', 1)]);
  history.reads.push(look(32, after));
  history.finalBoards = [structuredClone(after)];
  stream.told.push({ ...told(31.5, 'change', 5, 2), cards: [seen('c1', 3, 'in_progress', 1)] });
}

/** What must be caught of answers that repeat others, and of refusals. */
export const DOCTORED_ANSWERS: Doctored<Sample>[] = [
  [
    'a request that changed nothing, and is told of what others did when it is repeated',
    'I3',
    'not answered as the first time',
    (sample) => changedNothing(sample, sample.ok(1, 99, 'ready', 7, true)),
  ],
  [
    'a request that changed nothing, and is refused when it is repeated',
    'I3',
    'not answered as the first time',
    (sample) => changedNothing(sample, { kind: 'refused', code: 'version_conflict', sawVersion: 2 }),
  ],
  [
    'a request that changed nothing, and is done anew when it is repeated',
    'I3',
    'not answered as the first time',
    (sample) => changedNothing(sample, sample.ok(1, 1, 'scheduled', 0)),
  ],
  [
    'a move that is answered as if there were nothing to change',
    'I1',
    'a move is always a change',
    (sample) => dropped(sample, { to: 'ready' }),
  ],
  ...(['cancel', 'undo'] as const).map(
    (kind): Doctored<Sample> => [
      `a request to ${kind} that is answered as if there were nothing to change`,
      'I1',
      `a ${kind} is always a change`,
      (sample) => dropped(sample, { kind }),
    ],
  ),
  [
    'a booking that is answered without a version',
    'I1',
    'a book is always a change',
    ({ made1, ok }) => Object.assign(last(made1), { outcome: ok(0, 0, 'scheduled', 0) }),
  ],
  [
    'a new note that is answered as if it had been there',
    'I1',
    'its notes was null instead of gate 5',
    (sample) => dropped(sample, { kind: 'patch', asked: { tech_id: null, notes: 'gate 5' } }),
  ],
  [
    'a move that ends above the place that was asked for',
    'I1',
    'card c2 was answered at position 0 of in_progress instead of 1',
    ({ cut }) => Object.assign(cut, { position: 1 }),
  ],
  [
    'a move to the end that ends elsewhere',
    'I1',
    'card c2 was answered at position 0 of in_progress instead of 1',
    ({ cut }) => Object.assign(cut, { position: undefined }),
  ],
  [
    'a move that ends below the place that was asked for',
    'I1',
    'card c2 was answered at position 1 of in_progress instead of 0',
    ({ cut, ok }) => Object.assign(last(cut), { outcome: ok(2, 4, 'in_progress', 1, true) }),
  ],
  [
    'a reorder to another place that is answered as if there were nothing to change',
    'I1',
    'card c1 was answered at position 1 of in_progress instead of 0',
    (sample) => dropped(sample, { kind: 'reorder', position: 0 }),
  ],
  ...(
    [
      ['answered', 'I1', 'card c1 was answered with status in_progress instead of scheduled'],
      ['shown', 'I8', 'version 3 of card c1 is shown with status in_progress instead of scheduled'],
      ['told to a listener', 'I9', 'of version 3 of card c1 with status in_progress instead of scheduled'],
    ] as const
  ).map(
    ([how, invariant, message]): Doctored<Sample> => [
      `an undo of a move that leaves the card in its column, as it is ${how},`,
      invariant,
      message,
      undoneInPlace,
    ],
  ),
  [
    'a move that ends in another column than was asked for',
    'I1',
    'card c1 was answered with status in_progress instead of ready',
    ({ repeated }) => Object.assign(repeated, { to: 'ready' }),
  ],
  [
    'a legal move that is refused',
    'I4',
    'card c1 was refused a move from in_progress to ready, which the workflow allows',
    (sample) => refusedOnce(sample, 'invalid_transition', 2, { to: 'ready' }),
  ],
  [
    'a reorder that is refused as a move',
    'I4',
    'card c1 was refused as invalid_transition, for which there is no reason',
    (sample) => refusedOnce(sample, 'invalid_transition', 2, { kind: 'reorder' }),
  ],
  [
    'a request that is refused for the version that it expects',
    'I4',
    'card c1 was refused for its version 2, which was expected',
    (sample) => refusedOnce(sample, 'version_conflict', 2, {}),
  ],
  [
    'a refusal for a version that never was',
    'I4',
    'card c1 was refused for version 9, which never was',
    ({ refused }) => Object.assign(last(refused).outcome, { sawVersion: 9 }),
  ],
  [
    'a refusal for its version that does not tell which there is',
    'I4',
    'card c1 was refused for version null, which never was',
    ({ refused }) => Object.assign(last(refused).outcome, { sawVersion: null }),
  ],
  [
    'a move that cannot be undone',
    'I4',
    'card c1 was refused an undo of its version 2, which is no booking',
    (sample) => refusedOnce(sample, 'not_undoable', 2, { kind: 'undo' }),
  ],
  [
    'a refusal that nothing explains',
    'I4',
    'card c1 was refused as idempotency_mismatch, for which there is no reason',
    ({ refused }) => Object.assign(first(refused.attempts).outcome, { code: 'idempotency_mismatch' }),
  ],
];
