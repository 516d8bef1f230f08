import Type from 'typebox';
import { Day } from '../schemas/primitives.ts';
import { readErrors } from './endpoint.ts';
import * as example from './examples.ts';

/** The one operation that answers no JSON: it answers for as long as somebody listens, and so stands apart from `endpoints`. */
export const boardStream = {
  operationId: 'streamBoard',
  method: 'GET',
  path: '/api/admin/appointments/board/stream',
  tag: 'Board',
  summary: "A date's board, live (Server-Sent Events)",
  description: [
    'Starts with a `board` (a whole board, as the read answers it), or after `Last-Event-ID` with what happened since. Then one',
    '`change` a revision, and a `ping` at least every 20 s. Without a date it is today in the shop’s zone, also after midnight.',
  ].join(' '),
  query: Type.Object({ date: Type.Optional(Day("One date; default today in the shop's zone")) }),
  errors: readErrors(),
  examples: { query: { date: '2025-09-20' }, lastEventId: example.changeId, change: example.boardChange },
} as const;
