import Type, { type Static } from 'typebox';
import { Card } from './card.ts';
import { Count, Day, Strict, SumCents, Text } from './primitives.ts';

const Column = Strict({ items: Type.Array(Card, { description: 'From top to bottom' }) });

/** How many cards each column has. */
export const StatusCounts = Strict({
  scheduled: Count('Cards in scheduled'),
  in_progress: Count('Cards in in_progress'),
  ready: Count('Cards in ready'),
  completed: Count('Cards in completed'),
  no_show: Count('Cards in no_show'),
});

/** The numbers above a board. They are always those of the cards beside them. */
export const BoardStats = Strict({
  jobsToday: Count('Cards on the board'),
  onPrem: Count('Cards in in_progress and ready'),
  statusCounts: StatusCounts,
});

const boardFields = {
  date: Day('The date; the first of them for a range'),
  time_zone: Text("The shop's IANA time zone"),
  revision: Type.String({
    description: 'Of one date: a decimal that grows by 1 with every change. Of a range: opaque',
    minLength: 1,
  }),
  columns: Strict({ scheduled: Column, in_progress: Column, ready: Column, completed: Column, no_show: Column }),
  stats: BoardStats,
  from: Type.Optional(Day('First date of the range')),
  to: Type.Optional(Day('Last date of the range')),
};

/** One date's board, or a range of dates in the same shape. */
export const Board = Strict(boardFields, { title: 'Board' });
export type Board = Static<typeof Board>;

/** A date's numbers, or those of a range of dates. Amounts are in minor units (cents). */
export const Stats = Strict(
  {
    date: Day('The date; the first of them for a range'),
    jobsToday: Count('Cards on the date'),
    onPrem: Count('Cards in in_progress and ready'),
    statusCounts: StatusCounts,
    unpaidTotalCents: SumCents('Still owed on cards that are not no_show'),
    revenueCents: SumCents('Total of the completed cards'),
    from: Type.Optional(Day('First date of the range')),
    to: Type.Optional(Day('Last date of the range')),
  },
  { title: 'Stats' },
);
export type Stats = Static<typeof Stats>;
