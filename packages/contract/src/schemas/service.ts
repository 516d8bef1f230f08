import Type, { type Static } from 'typebox';
import { Cents, Id, Nullable, PatchOf, Strict, Text, UtcInstant, Version } from './primitives.ts';

const fields = {
  code: Text('Unique without regard to case'),
  name: Text('Name'),
  description: Nullable(Text('What is done', 10_000)),
  base_price_cents: Cents('Price of one'),
  est_minutes: Type.Integer({ description: 'Estimated minutes', minimum: 0, maximum: 100_000 }),
  is_active: Type.Boolean({ description: 'Whether it can be booked' }),
};

/** A line of the price list. */
export const Service = Strict(
  {
    id: Id('The service'),
    version: Version(),
    ...fields,
    created_at: UtcInstant('Created'),
    updated_at: UtcInstant('Latest change'),
  },
  { title: 'Service' },
);
export type Service = Static<typeof Service>;

/** A line for the price list. */
export const NewService = Strict(
  {
    ...fields,
    description: Type.Optional(fields.description),
    est_minutes: Type.Optional({ ...fields.est_minutes, default: 60 }),
    is_active: Type.Optional({ ...fields.is_active, default: true }),
  },
  { title: 'NewService' },
);
export type NewService = Static<typeof NewService>;

/** What may be changed of a service; what is not named stays. What was booked keeps its name and price. */
export const ServicePatch = PatchOf({
  expected_version: Type.Optional(Version('The version that this change was made from, to have it checked')),
  code: Type.Optional(fields.code),
  name: Type.Optional(fields.name),
  description: Type.Optional(fields.description),
  base_price_cents: Type.Optional(fields.base_price_cents),
  est_minutes: Type.Optional(fields.est_minutes),
  is_active: Type.Optional(fields.is_active),
});
export type ServicePatch = Static<typeof ServicePatch>;
