import Type from 'typebox';
import { Page, pageQuery } from '../schemas/list.ts';
import { NewTechnician, Technician, TechnicianPatch } from '../schemas/technician.ts';
import { endpoint, readErrors, writeErrors } from './endpoint.ts';
import * as example from './examples.ts';

const path = '/api/admin/technicians';
const tag = 'Technicians';
const params = Type.Object({ id: Type.String({ description: 'The technician' }) });
const one = { id: example.ids.technician };

export const listTechnicians = endpoint({
  operationId: 'listTechnicians',
  method: 'GET',
  path,
  tag,
  summary: 'The technicians',
  description: 'Ordered by name, without regard to case, then by id.',
  query: Type.Object({
    is_active: Type.Optional(Type.Boolean({ description: 'Only those who can be given work, or only the others' })),
    ...pageQuery,
  }),
  status: 200,
  data: Page(Technician),
  errors: readErrors(),
  examples: { data: example.pageOf(example.technicianRow) },
});

export const createTechnician = endpoint({
  operationId: 'createTechnician',
  method: 'POST',
  path,
  tag,
  summary: 'Add a technician',
  body: NewTechnician,
  status: 201,
  data: Technician,
  errors: writeErrors(),
  examples: { body: { name: 'Sam Lee', color: '#2563eb' }, data: example.technicianRow },
});

export const updateTechnician = endpoint({
  operationId: 'updateTechnician',
  method: 'PATCH',
  path: `${path}/{id}`,
  tag,
  summary: 'Change a technician',
  description: 'A new name shows on every board that shows the technician, and raises its revision.',
  params,
  body: TechnicianPatch,
  status: 200,
  data: Technician,
  errors: writeErrors('not_found', 'version_conflict'),
  examples: {
    params: one,
    body: { is_active: false },
    data: { ...example.technicianRow, version: 2, is_active: false },
  },
});
