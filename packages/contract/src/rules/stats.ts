import { STATUSES, type Status } from './workflow.ts';

/** The numbers in the board's header. */
export interface BoardStats {
  /** Cards on the date, in whatever column. */
  jobsToday: number;
  /** Vehicles being worked on or waiting to be handed over: in_progress + ready. */
  onPrem: number;
  statusCounts: Record<Status, number>;
}

/** The dashboard's numbers; amounts in minor units. */
export interface Takings {
  /** Still owed on cards that are not no_show; an overpaid card owes 0. */
  unpaidTotalCents: number;
  /** Total of the completed cards. */
  revenueCents: number;
}

/** Counts the cards of a board. */
export function countCards(cards: Iterable<{ status: Status }>): BoardStats {
  const statusCounts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  let jobsToday = 0;
  for (const { status } of cards) {
    statusCounts[status] += 1;
    jobsToday += 1;
  }
  return { jobsToday, onPrem: statusCounts.in_progress + statusCounts.ready, statusCounts };
}

/** Sums what the cards of a board owe and brought. */
export function sumTakings(cards: Iterable<{ status: Status; total_cents: number; paid_cents: number }>): Takings {
  let unpaidTotalCents = 0;
  let revenueCents = 0;
  for (const card of cards) {
    if (card.status !== 'no_show') unpaidTotalCents += Math.max(0, card.total_cents - card.paid_cents);
    if (card.status === 'completed') revenueCents += card.total_cents;
  }
  return { unpaidTotalCents, revenueCents };
}
