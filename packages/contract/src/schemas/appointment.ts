import Type, { type Static } from 'typebox';
import { cardFields } from './card.ts';
import {
  Cents,
  Day,
  Id,
  Instant,
  Nullable,
  PatchOf,
  Position,
  Revision,
  StatusSchema,
  Strict,
  Text,
  UtcInstant,
  Version,
} from './primitives.ts';

const dated = { ...cardFields, date: Day("The date of its start in the shop's zone: the board it is on") };

/** An appointment by itself: its card and the date whose board shows it. */
export const Appointment = Strict(dated, { title: 'Appointment' });
export type Appointment = Static<typeof Appointment>;

/** What creating, changing and cancelling answer: the appointment as it now is, and its board's new revision. */
export const WrittenAppointment = Strict({ ...dated, revision: Revision() }, { title: 'WrittenAppointment' });
export type WrittenAppointment = Static<typeof WrittenAppointment>;

const writable = {
  appt_start: Instant('Start'),
  appt_end: Instant('End, after the start'),
  tech_id: Type.Optional(Nullable(Id('An active technician'))),
  notes: Type.Optional(Nullable(Text('Notes for the mechanic', 10_000))),
  service_codes: Type.Array(Text('Code of an active service, without regard to case'), {
    description: 'The work; a repeated code means quantity',
    minItems: 1,
    maxItems: 50,
  }),
  paid_cents: Type.Optional(Cents('Paid so far')),
};

/** What an appointment is booked with. It begins in `scheduled`, below those that start no later, with the prices of today. */
export const NewAppointment = Strict(
  { customer_id: Id('A customer'), vehicle_id: Id('A vehicle of that customer'), ...writable },
  { title: 'NewAppointment' },
);
export type NewAppointment = Static<typeof NewAppointment>;

/** What may be changed of an appointment; what is not named stays. Another start on another date moves it to that date's board. Columns and places are not changed here but by `Move` and `Reorder`. */
export const AppointmentPatch = PatchOf({
  expected_version: Version('The version that this change was made from'),
  appt_start: Type.Optional(writable.appt_start),
  appt_end: Type.Optional(writable.appt_end),
  tech_id: writable.tech_id,
  notes: writable.notes,
  service_codes: Type.Optional(writable.service_codes),
  paid_cents: writable.paid_cents,
});
export type AppointmentPatch = Static<typeof AppointmentPatch>;

/** Puts a card into another column of its board. The workflow says which: `TRANSITIONS`. */
export const Move = Strict(
  {
    new_status: StatusSchema,
    expected_version: Version('The version of the card that was moved'),
    position: Type.Optional(
      Position('The index it shall have in the new column; past the end, or none, means the end'),
    ),
  },
  { title: 'Move' },
);
export type Move = Static<typeof Move>;

/** Gives a card another place in the column in which it is. */
export const Reorder = Strict(
  {
    position: Position('The index it shall have in its column; past the end means the end'),
    expected_version: Version('The version of the card that was moved'),
  },
  { title: 'Reorder' },
);
export type Reorder = Static<typeof Reorder>;

/** Takes back the latest change of an appointment, within 24 hours of it. */
export const Undo = Strict(
  { expected_version: Version('The version whose change is to be taken back') },
  { title: 'Undo' },
);
export type Undo = Static<typeof Undo>;

/** What moves, reorders and undos answer. */
export const Moved = Strict(
  {
    appointment_id: Id('The appointment'),
    status: StatusSchema,
    position: Position('Its place now'),
    version: Version(),
    updated_at: UtcInstant('When it was changed'),
    date: Day('The board it is on'),
    revision: Revision(),
  },
  { title: 'Moved' },
);
export type Moved = Static<typeof Moved>;
