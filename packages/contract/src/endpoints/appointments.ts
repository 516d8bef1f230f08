import Type from 'typebox';
import {
  Appointment,
  AppointmentPatch,
  Move,
  Moved,
  NewAppointment,
  Reorder,
  Undo,
  WrittenAppointment,
} from '../schemas/appointment.ts';
import { HistoryItem } from '../schemas/history.ts';
import { Page, pageQuery } from '../schemas/list.ts';
import { Day, Id, Search, StatusSchema, Version } from '../schemas/primitives.ts';
import { endpoint, readErrors, writeErrors } from './endpoint.ts';
import * as example from './examples.ts';

const path = '/api/admin/appointments';
const tag = 'Appointments';
const params = Type.Object({ id: Type.String({ description: 'The appointment' }) });
const one = { id: example.ids.appointment };
const appointment = { ...example.card, date: '2025-09-20' };
const written = { ...appointment, revision: '42' };

export const moveAppointment = endpoint({
  operationId: 'moveAppointment',
  method: 'POST',
  path: `${path}/{id}/move`,
  tag,
  summary: 'Move a card to another column',
  params,
  body: Move,
  status: 200,
  data: Moved,
  errors: writeErrors('not_found', 'version_conflict', 'invalid_transition'),
  examples: { params: one, body: { new_status: 'in_progress', expected_version: 1, position: 0 }, data: example.moved },
});

export const reorderAppointment = endpoint({
  operationId: 'reorderAppointment',
  method: 'POST',
  path: `${path}/{id}/reorder`,
  tag,
  summary: 'Give a card another place in its column',
  params,
  body: Reorder,
  status: 200,
  data: Moved,
  errors: writeErrors('not_found', 'version_conflict'),
  examples: {
    params: one,
    body: { position: 0, expected_version: 1 },
    data: { ...example.moved, status: 'scheduled' },
  },
});

export const undoAppointment = endpoint({
  operationId: 'undoAppointment',
  method: 'POST',
  path: `${path}/{id}/undo`,
  tag,
  summary: "Take back an appointment's latest change",
  description:
    'Within 24 hours, a completion or a cancellation included. It becomes a new version; undoing an undo does it again.',
  params,
  body: Undo,
  status: 200,
  data: Moved,
  errors: writeErrors('not_found', 'version_conflict', 'not_undoable'),
  examples: { params: one, body: { expected_version: 2 }, data: { ...example.moved, status: 'scheduled', version: 3 } },
});

export const getHistory = endpoint({
  operationId: 'getHistory',
  method: 'GET',
  path: `${path}/{id}/history`,
  tag,
  summary: "An appointment's history, newest first",
  description: 'One item a version; it can still be read when the appointment was cancelled.',
  params,
  query: Type.Object(pageQuery),
  status: 200,
  data: Page(HistoryItem),
  errors: readErrors('not_found'),
  examples: { params: one, data: example.pageOf(example.historyItem) },
});

export const listAppointments = endpoint({
  operationId: 'listAppointments',
  method: 'GET',
  path,
  tag,
  summary: 'Find appointments',
  description: 'Ordered by start, latest first, then by id. Cancelled ones are not among them.',
  query: Type.Object({
    date: Type.Optional(Day('On this date')),
    from: Type.Optional(Day('On this date or later')),
    to: Type.Optional(Day('On this date or earlier')),
    status: Type.Optional(StatusSchema),
    customer_id: Type.Optional(Id('Of this customer')),
    vehicle_id: Type.Optional(Id('Of this vehicle')),
    tech_id: Type.Optional(Id('Of this technician')),
    search: Type.Optional(Search("Customer's name or phone, vehicle, plate, notes or service")),
    ...pageQuery,
  }),
  status: 200,
  data: Page(Appointment),
  errors: readErrors(),
  examples: { query: { date: '2025-09-20' }, data: example.pageOf(appointment) },
});

export const createAppointment = endpoint({
  operationId: 'createAppointment',
  method: 'POST',
  path,
  tag,
  summary: 'Make an appointment',
  description: 'The card goes just below the lowest scheduled card that starts no later than it does, or to the top.',
  body: NewAppointment,
  status: 201,
  data: WrittenAppointment,
  errors: writeErrors(),
  examples: {
    body: {
      customer_id: example.ids.customer,
      vehicle_id: example.ids.vehicle,
      service_codes: ['OIL'],
      appt_start: '2025-09-20T08:00:00-07:00',
      appt_end: '2025-09-20T09:00:00-07:00',
      tech_id: example.ids.technician,
    },
    data: written,
  },
});

export const getAppointment = endpoint({
  operationId: 'getAppointment',
  method: 'GET',
  path: `${path}/{id}`,
  tag,
  summary: 'One appointment',
  params,
  status: 200,
  data: Appointment,
  errors: readErrors('not_found'),
  examples: { params: one, data: appointment },
});

export const updateAppointment = endpoint({
  operationId: 'updateAppointment',
  method: 'PATCH',
  path: `${path}/{id}`,
  tag,
  summary: 'Change or reschedule an appointment',
  description:
    'Lines of work that stay keep the price they had. `null` clears an optional field. Status changes by a move only.',
  params,
  body: AppointmentPatch,
  status: 200,
  data: WrittenAppointment,
  errors: writeErrors('not_found', 'version_conflict'),
  examples: {
    params: one,
    body: { expected_version: 1, paid_cents: 7900 },
    data: { ...written, version: 2, paid_cents: 7900 },
  },
});

export const cancelAppointment = endpoint({
  operationId: 'cancelAppointment',
  method: 'DELETE',
  path: `${path}/{id}`,
  tag,
  summary: 'Cancel an appointment',
  description: 'Answers the final card; from then on everything but its history, and an undo, is not found.',
  params,
  query: Type.Object({ expected_version: Version('The version that is to be cancelled') }),
  status: 200,
  data: WrittenAppointment,
  errors: writeErrors('not_found', 'version_conflict'),
  examples: { params: one, query: { expected_version: '1' }, data: { ...written, version: 2 } },
});
