import Type, { type Static } from 'typebox';
import { Id, Nullable, PatchOf, Strict, Text, UtcInstant, Version } from './primitives.ts';

const fields = {
  name: Text('Name'),
  color: Nullable(Type.String({ description: 'Color on the board, e.g. "#2563eb"', pattern: '^#[0-9A-Fa-f]{6}$' })),
  is_active: Type.Boolean({ description: 'Whether new work can be given to them' }),
};

/** Somebody who repairs vehicles. */
export const Technician = Strict(
  {
    id: Id('The technician'),
    version: Version(),
    ...fields,
    created_at: UtcInstant('Created'),
    updated_at: UtcInstant('Latest change'),
  },
  { title: 'Technician' },
);
export type Technician = Static<typeof Technician>;

/** Somebody new who repairs vehicles. */
export const NewTechnician = Strict(
  {
    name: fields.name,
    color: Type.Optional(fields.color),
    is_active: Type.Optional({ ...fields.is_active, default: true }),
  },
  { title: 'NewTechnician' },
);
export type NewTechnician = Static<typeof NewTechnician>;

/** What may be changed of a technician; what is not named stays. Boards show it at once. */
export const TechnicianPatch = PatchOf({
  expected_version: Type.Optional(Version('The version that this change was made from, to have it checked')),
  name: Type.Optional(fields.name),
  color: Type.Optional(fields.color),
  is_active: Type.Optional(fields.is_active),
});
export type TechnicianPatch = Static<typeof TechnicianPatch>;
