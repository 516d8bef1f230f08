import Type, { type Static } from 'typebox';
import { Nullable, Position, StatusSchema, Strict, UtcInstant, Version } from './primitives.ts';

/** Everything that can be done to an appointment. */
export const CHANGE_TYPES = ['created', 'moved', 'reordered', 'updated', 'rescheduled', 'cancelled', 'undone'] as const;
export type ChangeType = (typeof CHANGE_TYPES)[number];

/** Who made a change. */
export const Actor = Strict(
  { id: Type.String(), name: Type.String() },
  { description: 'Who did it; `anonymous` without accounts' },
);
export type Actor = Static<typeof Actor>;

/** One change of an appointment. Their versions run from 1 without a gap. */
export const HistoryItem = Strict(
  {
    version: Version('The version that this change made'),
    type: Type.Enum([...CHANGE_TYPES], { type: 'string', description: 'What was done' }),
    at: UtcInstant('When'),
    actor: Actor,
    from_status: Nullable(StatusSchema),
    to_status: Nullable(StatusSchema),
    from_position: Nullable(Position('Place before')),
    to_position: Nullable(Position('Place after')),
    changes: Type.Record(Type.String(), Strict({ from: Type.Unknown(), to: Type.Unknown() }), {
      description: 'Every field that changed, with its value before and after',
    }),
    correlation_id: Type.String({ description: 'Of the request that did it' }),
  },
  { title: 'HistoryItem' },
);
export type HistoryItem = Static<typeof HistoryItem>;
