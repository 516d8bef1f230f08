import Type, { type Static } from 'typebox';
import {
  Cents,
  Id,
  Nullable,
  Position,
  StatusSchema,
  Strict,
  SumCents,
  Text,
  UtcInstant,
  Version,
} from './primitives.ts';

/** One line of work on a card. Code, name and price are those of the booking: a later price list does not change them. */
export const ServiceLine = Strict({
  code: Text('Code of the service'),
  name: Text('Name of the service'),
  qty: Type.Integer({ description: 'How many times it was asked for', minimum: 1, maximum: 50 }),
  price_cents: Cents('Price of one'),
});
export type ServiceLine = Static<typeof ServiceLine>;

/** Of a card; an appointment by itself has its date as well. */
export const cardFields = {
  id: Id('The appointment'),
  version: Version(),
  status: StatusSchema,
  position: Position('Place in its column on its date, 0 at the top, without gaps'),
  customer_id: Id('The customer'),
  customer_name: Text("The customer's name"),
  customer_phone: Nullable(Text("The customer's phone")),
  vehicle_id: Id('The vehicle'),
  year: Nullable(Type.Integer({ description: 'Model year', minimum: 1886, maximum: 2100 })),
  make: Text('Make of the vehicle'),
  model: Text('Model of the vehicle'),
  license_plate: Nullable(Text('License plate')),
  vehicle_info: Type.String({ description: 'Year, make and model, e.g. "2020 Honda Civic"' }),
  services: Type.Array(ServiceLine, {
    description: 'The work, in the order in which it was asked for',
    minItems: 1,
    maxItems: 50,
  }),
  appt_start: UtcInstant('Start'),
  appt_end: UtcInstant('End'),
  tech_id: Nullable(Id('The technician')),
  tech_name: Nullable(Text("The technician's name")),
  check_in_at: Nullable(UtcInstant('When work began')),
  check_out_at: Nullable(UtcInstant('When it was completed')),
  total_cents: SumCents('Price of all lines'),
  paid_cents: Cents('Paid so far'),
  notes: Nullable(Text('Notes for the mechanic', 10_000)),
  double_booked: Type.Boolean({
    description: 'Its technician has another appointment that overlaps it, whatever the status of either',
  }),
  updated_at: UtcInstant('Latest change of the appointment itself'),
};

/** An appointment as the board shows it. */
export const Card = Strict(cardFields, { title: 'Card' });
export type Card = Static<typeof Card>;
