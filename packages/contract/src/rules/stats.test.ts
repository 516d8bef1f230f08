import { expect, test } from 'vitest';
import { countCards, sumTakings } from './stats.ts';
import type { Status } from './workflow.ts';

const card = (status: Status, total_cents: number, paid_cents: number) => ({ status, total_cents, paid_cents });
const cards = [
  card('scheduled', 10_000, 0),
  card('in_progress', 5_000, 1_000),
  card('ready', 3_000, 9_000),
  card('completed', 7_000, 7_000),
  card('completed', 2_500, 500),
  card('no_show', 50_000, 0),
];

test('jobsToday counts every card, onPrem those in progress and ready, statusCounts all five', () => {
  expect(countCards(cards)).toEqual({
    jobsToday: 6,
    onPrem: 2,
    statusCounts: { scheduled: 1, in_progress: 1, ready: 1, completed: 2, no_show: 1 },
  });
  expect(countCards([])).toMatchObject({ jobsToday: 0, statusCounts: { no_show: 0 } });
});

test('what is owed leaves no_show out and is never below 0 a card; revenue is the total of the completed', () => {
  expect(sumTakings(cards)).toEqual({ unpaidTotalCents: 10_000 + 4_000 + 0 + 0 + 2_000, revenueCents: 9_500 });
});
