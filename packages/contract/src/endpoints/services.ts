import Type from 'typebox';
import { Page, pageQuery } from '../schemas/list.ts';
import { Search } from '../schemas/primitives.ts';
import { NewService, Service, ServicePatch } from '../schemas/service.ts';
import { endpoint, readErrors, writeErrors } from './endpoint.ts';
import * as example from './examples.ts';

const path = '/api/admin/services';
const tag = 'Services';
const params = Type.Object({ id: Type.String({ description: 'The service' }) });
const one = { id: example.ids.service };

export const listServices = endpoint({
  operationId: 'listServices',
  method: 'GET',
  path,
  tag,
  summary: 'Find services',
  description: 'Ordered by code, without regard to case.',
  query: Type.Object({
    search: Type.Optional(Search('Part of code, name or description')),
    is_active: Type.Optional(Type.Boolean({ description: 'Only those that can be booked, or only the retired' })),
    ...pageQuery,
  }),
  status: 200,
  data: Page(Service),
  errors: readErrors(),
  examples: { query: { search: 'oil' }, data: example.pageOf(example.serviceRow) },
});

export const createService = endpoint({
  operationId: 'createService',
  method: 'POST',
  path,
  tag,
  summary: 'Add a service to the price list',
  body: NewService,
  status: 201,
  data: Service,
  errors: writeErrors('already_exists'),
  examples: {
    body: { code: 'OIL', name: 'Oil change', base_price_cents: 7900, est_minutes: 45 },
    data: example.serviceRow,
  },
});

export const getService = endpoint({
  operationId: 'getService',
  method: 'GET',
  path: `${path}/{id}`,
  tag,
  summary: 'One service',
  params,
  status: 200,
  data: Service,
  errors: readErrors('not_found'),
  examples: { params: one, data: example.serviceRow },
});

export const updateService = endpoint({
  operationId: 'updateService',
  method: 'PATCH',
  path: `${path}/{id}`,
  tag,
  summary: 'Change a service',
  description: 'Appointments that are booked keep the name and the price they had.',
  params,
  body: ServicePatch,
  status: 200,
  data: Service,
  errors: writeErrors('not_found', 'version_conflict', 'already_exists'),
  examples: {
    params: one,
    body: { base_price_cents: 8900 },
    data: { ...example.serviceRow, version: 2, base_price_cents: 8900 },
  },
});

export const deleteService = endpoint({
  operationId: 'deleteService',
  method: 'DELETE',
  path: `${path}/{id}`,
  tag,
  summary: 'Remove a service',
  description: 'One that was ever booked is retired instead: it stays, inactive. Answers the service as it was left.',
  params,
  status: 200,
  data: Service,
  errors: writeErrors('not_found'),
  examples: { params: one, data: { ...example.serviceRow, version: 2, is_active: false } },
});
