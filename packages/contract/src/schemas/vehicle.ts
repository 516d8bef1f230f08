import Type, { type Static } from 'typebox';
import { Id, Nullable, PatchOf, Strict, Text, UtcInstant, Version } from './primitives.ts';

const fields = {
  customer_id: Id('Whose it is; a vehicle may change hands'),
  license_plate: Nullable(Text('License plate')),
  year: Nullable(Type.Integer({ description: 'Model year', minimum: 1886, maximum: 2100 })),
  make: Text('Make'),
  model: Text('Model'),
  color: Nullable(Text('Color')),
  vin: Nullable(
    Type.String({
      description: 'Vehicle identification number: 17 characters without I, O and Q; stored in upper case',
      pattern: '^[A-HJ-NPR-Za-hj-npr-z0-9]{17}$',
    }),
  ),
};

/** What is repaired. */
export const Vehicle = Strict(
  {
    id: Id('The vehicle'),
    version: Version(),
    ...fields,
    warnings: Type.Array(Type.String(), {
      description: 'What looks wrong but is accepted, e.g. the check digit of the VIN',
    }),
    created_at: UtcInstant('Created'),
    updated_at: UtcInstant('Latest change'),
  },
  { title: 'Vehicle' },
);
export type Vehicle = Static<typeof Vehicle>;

const optional = {
  license_plate: Type.Optional(fields.license_plate),
  year: Type.Optional(fields.year),
  color: Type.Optional(fields.color),
  vin: Type.Optional(fields.vin),
};

/** A customer's vehicle to be written down. */
export const NewVehicle = Strict(
  { customer_id: fields.customer_id, make: fields.make, model: fields.model, ...optional },
  { title: 'NewVehicle' },
);
export type NewVehicle = Static<typeof NewVehicle>;

/** What may be changed of a vehicle; what is not named stays, `null` empties. Boards show it at once. */
export const VehiclePatch = PatchOf({
  expected_version: Type.Optional(Version('The version that this change was made from, to have it checked')),
  customer_id: Type.Optional(fields.customer_id),
  make: Type.Optional(fields.make),
  model: Type.Optional(fields.model),
  ...optional,
});
export type VehiclePatch = Static<typeof VehiclePatch>;
