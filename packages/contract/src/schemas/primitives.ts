import Type, { type Static, type TSchema } from 'typebox';
import { STATUSES } from '../rules/workflow.ts';

// PostgreSQL cannot store NUL, and a lone surrogate cannot be written as UTF-8.
const STORABLE = '^[^\\u0000\\p{Cs}]*$';
/** The largest amount: 10 million in a currency with two decimals. Sums of 50 such lines stay exact in a double. */
const MAX_CENTS = 1_000_000_000;
/** The largest version or other counter: PostgreSQL's int. */
export const MAX_INTEGER = 2_147_483_647;

/** Text of one line or more; the server trims it before it looks at its length. */
export const Text = (description: string, maxLength = 200) =>
  Type.String({ description, minLength: 1, maxLength, pattern: STORABLE });

/** What somebody types into a search box; empty means all. */
export const Search = (description: string) => Type.String({ description, maxLength: 200, pattern: STORABLE });

/** An opaque id. A malformed one is simply not found. */
export const Id = (description: string) =>
  Type.String({ description, minLength: 1, maxLength: 100, pattern: STORABLE });

export const Cents = (description: string) =>
  Type.Integer({ description: `${description}, in minor units`, minimum: 0, maximum: MAX_CENTS });

/** A sum of amounts, in answers only. */
export const SumCents = (description: string) =>
  Type.Integer({ description: `${description}, in minor units`, minimum: 0 });

export const Count = (description: string) => Type.Integer({ description, minimum: 0, maximum: MAX_INTEGER });

export const Version = (description = 'Starts at 1 and grows by exactly 1 with every applied change') =>
  Type.Integer({ description, minimum: 1, maximum: MAX_INTEGER });

export const Position = (description: string) => Type.Integer({ description, minimum: 0, maximum: MAX_INTEGER });

/** An instant as it arrives: RFC 3339, with any offset, never without one; years 1970 to 2199. */
export const Instant = (description: string) =>
  Type.String({ description: `${description}; RFC 3339 with an offset`, format: 'instant', maxLength: 40 });

/** An instant as it leaves. */
export const UtcInstant = (description: string) =>
  Type.String({
    description: `${description}, in UTC`,
    pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
  });

/** A day in the shop's time zone; years 1970 to 2199. */
export const Day = (description: string) =>
  Type.String({ description, format: 'date', pattern: '^(19[7-9]\\d|20\\d\\d|21\\d\\d)-' });

export const StatusSchema = Type.Enum([...STATUSES], { description: 'A column of the board', type: 'string' });

export const Revision = (description = "The board's revision: grows by 1 with every change of what the board shows") =>
  Type.String({ description, pattern: '^[0-9]{1,19}$' });

/** The same, or null. One `type` list instead of `anyOf`, so that a fault is told in one sentence. */
export function Nullable<S extends TSchema>(schema: S) {
  const { type, enum: values, ...rest } = schema as { type?: string; enum?: unknown[] };
  return Type.Unsafe<Static<S> | null>({
    ...rest,
    ...(type ? { type: [type, 'null'] } : {}),
    ...(values ? { enum: [...values, null] } : {}),
  });
}

/** An object that refuses fields it does not know. */
export const Strict = <P extends Type.TProperties>(properties: P, options: Type.TObjectOptions = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options });

/** The fields of a body as those of a PATCH: each may be left out, at least one is there. */
export const PatchOf = <P extends Type.TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false, minProperties: 1 });
