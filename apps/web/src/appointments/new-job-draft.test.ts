import { expect, test } from 'vitest';
import type { DraftLine } from '../services/draft-line.ts';
import { emptyDraft, type NewJobDraft, withLines, withWhen } from './new-job-draft.ts';
import { withStart } from './when-draft.ts';

const ZONE = 'America/Los_Angeles';
const wipers: DraftLine = { code: 'WIPER', name: 'Wiper blades', qty: 1, price_cents: 3950, minutes: 90 };
const empty = emptyDraft('2026-01-12', ZONE);

const addWipers = (draft: NewJobDraft) => withLines(draft, [...draft.lines, wipers], ZONE);
const startAtOne = (draft: NewJobDraft) => withWhen(draft, withStart(draft.when, { start: '13:00' }, ZONE));
const nextDay = (draft: NewJobDraft) => withWhen(draft, withStart(draft.when, { date: '2026-01-13' }, ZONE));
const endAtFive = (draft: NewJobDraft) => withWhen(draft, { ...draft.when, end: '17:00' });
const after = (...steps: ((draft: NewJobDraft) => NewJobDraft)[]) => steps.reduce((draft, step) => step(draft), empty);

test('start and work in either order: the end is where the minutes of the work are over', () => {
  for (const draft of [
    after(addWipers, startAtOne),
    after(startAtOne, addWipers),
    after(nextDay, startAtOne, addWipers),
  ])
    expect(draft).toMatchObject({ when: { start: '13:00', end: '14:30' }, lines: [wipers], endSet: false });
});

test('an end that somebody set stays, whatever work is added', () => {
  expect(after(startAtOne, endAtFive, addWipers)).toMatchObject({
    when: { start: '13:00', end: '17:00' },
    endSet: true,
  });
});

test('work taken away again leaves the time as it is', () => {
  const draft = withLines(after(startAtOne, addWipers), [], ZONE);
  expect(draft.when).toMatchObject({ start: '13:00', end: '14:30' });
});
