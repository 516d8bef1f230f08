import type { Doctored } from './doctoring.ts';
import type { Outcome } from './history.ts';
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
    client: 'a',
    key: 'to its own place',
    expectedVersion: 1,
    attempts,
  });
}

/** What must be caught of answers that repeat others. */
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
];
