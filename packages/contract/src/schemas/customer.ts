import Type, { type Static } from 'typebox';
import { Id, Nullable, PatchOf, Strict, Text, UtcInstant, Version } from './primitives.ts';

const fields = {
  name: Text('Name'),
  phone: Nullable(Text('Phone; two customers may share one')),
  email: Nullable({ ...Text('E-mail'), format: 'email' }),
  address: Nullable(Text('Where the vehicle stands')),
  notes: Nullable(Text('Notes', 10_000)),
};

/** Whose vehicles the shop repairs. */
export const Customer = Strict(
  {
    id: Id('The customer'),
    version: Version(),
    ...fields,
    created_at: UtcInstant('Created'),
    updated_at: UtcInstant('Latest change'),
  },
  { title: 'Customer' },
);
export type Customer = Static<typeof Customer>;

const optional = {
  phone: Type.Optional(fields.phone),
  email: Type.Optional(fields.email),
  address: Type.Optional(fields.address),
  notes: Type.Optional(fields.notes),
};

/** A customer to be written down. Only the name is needed. */
export const NewCustomer = Strict({ name: fields.name, ...optional }, { title: 'NewCustomer' });
export type NewCustomer = Static<typeof NewCustomer>;

/** What may be changed of a customer; what is not named stays, `null` empties. Boards show it at once. */
export const CustomerPatch = PatchOf({
  expected_version: Type.Optional(Version('The version that this change was made from, to have it checked')),
  name: Type.Optional(fields.name),
  ...optional,
});
export type CustomerPatch = Static<typeof CustomerPatch>;
