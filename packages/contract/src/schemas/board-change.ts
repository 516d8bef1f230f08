import Type, { type Static } from 'typebox';
import { Board, BoardStats } from './board.ts';
import { Card } from './card.ts';
import { Id, Revision, Strict } from './primitives.ts';

const Order = Type.Optional(Type.Array(Id('A card'), { description: 'All cards of the column, from top to bottom' }));

/** One revision of a board: what a `change` event of the stream says. */
export const BoardChange = Strict(
  {
    revision: Revision('The revision that this change makes'),
    cards: Type.Array(Card, { description: 'Each card that changed or came, as it was at this revision' }),
    removed: Type.Array(Id('A card'), { description: 'Cards that left the board' }),
    order: Strict(
      { scheduled: Order, in_progress: Order, ready: Order, completed: Order, no_show: Order },
      { description: 'Each column whose order changed; a position is the index in it' },
    ),
    stats: BoardStats,
  },
  { title: 'BoardChange' },
);
export type BoardChange = Static<typeof BoardChange>;

const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const REVISION = '[0-9]{1,19}';

/** Names a database, a date and a revision, so that a board of another database or day is never taken for an older one. */
export const ChangeId = Type.String({
  description: 'Of an event: database, date and revision. What `Last-Event-ID` and `since` take',
  pattern: `^${UUID}\\.\\d{4}-\\d{2}-\\d{2}\\.${REVISION}$`,
});

/** Where a client is: the id of the latest event that it has, or the bare revision of the board that it read. */
export const Since = Type.String({
  description: 'The `id` of the answer or event before; a bare revision is taken for one of this database',
  maxLength: 67,
  pattern: `^(${UUID}\\.\\d{4}-\\d{2}-\\d{2}\\.)?${REVISION}$`,
});

/** What happened to a board since a revision, or the whole board where that can no longer be told. */
export const BoardChanges = Strict(
  {
    id: ChangeId,
    revision: Revision('The current one'),
    events: Type.Optional(
      Type.Array(BoardChange, { description: 'One a revision, oldest first; empty where nothing is new' }),
    ),
    board: Type.Optional(Board),
  },
  { title: 'BoardChanges', description: 'Either `events` or `board`' },
);
export type BoardChanges = Static<typeof BoardChanges>;
