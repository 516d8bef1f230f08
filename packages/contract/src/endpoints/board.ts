import Type from 'typebox';
import { Board, Stats } from '../schemas/board.ts';
import { BoardChanges, Since } from '../schemas/board-change.ts';
import { Day, Id } from '../schemas/primitives.ts';
import { endpoint, readErrors } from './endpoint.ts';
import * as example from './examples.ts';

const days = {
  date: Type.Optional(Day("One date; default today in the shop's zone")),
  from: Type.Optional(Day('First date of a range of at most 31 days; needs `to`, excludes `date`')),
  to: Type.Optional(Day('Last date of the range')),
};

/** A query of these endpoints ignores what it does not know. */
const query = <P extends Type.TProperties>(properties: P) => Type.Object(properties);

export const getBoard = endpoint({
  operationId: 'getBoard',
  method: 'GET',
  path: '/api/admin/appointments/board',
  tag: 'Board',
  summary: "A date's board, or a range of dates in the same shape",
  description:
    'Columns always stand in the order scheduled, in_progress, ready, completed, no_show. A range is ordered by date, then position.',
  query: query({
    ...days,
    tech_id: Type.Optional(Id('Only the cards of this technician; positions stay the true ones')),
  }),
  status: 200,
  data: Board,
  errors: readErrors(),
  etag: true,
  examples: { query: { date: '2025-09-20' }, data: example.board },
});

const oneDate = Type.Optional(Day("One date; default today in the shop's zone"));

export const getBoardChanges = endpoint({
  operationId: 'getBoardChanges',
  method: 'GET',
  path: '/api/admin/appointments/board/changes',
  tag: 'Board',
  summary: 'What happened to a board since a revision',
  description:
    'The events of the live stream, for clients that poll. Without `since`, or where it is too old (the board may be shorter by then) or of another database or date, the whole board.',
  query: query({ date: oneDate, since: Type.Optional(Since) }),
  status: 200,
  data: BoardChanges,
  errors: readErrors(),
  examples: { query: { date: '2025-09-20', since: '42' }, data: example.boardChanges },
});

export const getStats = endpoint({
  operationId: 'getStats',
  method: 'GET',
  path: '/api/admin/dashboard/stats',
  tag: 'Board',
  summary: "A date's numbers, or those of a range",
  query: query(days),
  status: 200,
  data: Stats,
  errors: readErrors(),
  etag: true,
  examples: { query: { date: '2025-09-20' }, data: example.stats },
});
