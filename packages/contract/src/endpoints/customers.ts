import Type from 'typebox';
import { Customer, CustomerPatch, NewCustomer } from '../schemas/customer.ts';
import { Page, pageQuery } from '../schemas/list.ts';
import { Search } from '../schemas/primitives.ts';
import { Vehicle } from '../schemas/vehicle.ts';
import { endpoint, readErrors, writeErrors } from './endpoint.ts';
import * as example from './examples.ts';

const path = '/api/admin/customers';
const tag = 'Customers';
const params = Type.Object({ id: Type.String({ description: 'The customer' }) });
const one = { id: example.ids.customer };

export const listCustomers = endpoint({
  operationId: 'listCustomers',
  method: 'GET',
  path,
  tag,
  summary: 'Find customers',
  description: 'Ordered by name, without regard to case, then by id.',
  query: Type.Object({
    search: Type.Optional(Search("Part of name, e-mail, or of a vehicle's plate; a phone in any punctuation")),
    ...pageQuery,
  }),
  status: 200,
  data: Page(Customer),
  errors: readErrors(),
  examples: { query: { search: '5550100199' }, data: example.pageOf(example.customerRow) },
});

export const createCustomer = endpoint({
  operationId: 'createCustomer',
  method: 'POST',
  path,
  tag,
  summary: 'Add a customer',
  body: NewCustomer,
  status: 201,
  data: Customer,
  errors: writeErrors(),
  examples: { body: { name: 'Ana Torres', phone: '(555) 010-0199' }, data: example.customerRow },
});

export const getCustomer = endpoint({
  operationId: 'getCustomer',
  method: 'GET',
  path: `${path}/{id}`,
  tag,
  summary: 'One customer',
  params,
  status: 200,
  data: Customer,
  errors: readErrors('not_found'),
  examples: { params: one, data: example.customerRow },
});

export const updateCustomer = endpoint({
  operationId: 'updateCustomer',
  method: 'PATCH',
  path: `${path}/{id}`,
  tag,
  summary: 'Change a customer',
  description: 'A new name or phone shows on every board that shows the customer, and raises its revision.',
  params,
  body: CustomerPatch,
  status: 200,
  data: Customer,
  errors: writeErrors('not_found', 'version_conflict'),
  examples: {
    params: one,
    body: { name: 'Ana María Torres' },
    data: { ...example.customerRow, version: 2, name: 'Ana María Torres' },
  },
});

export const listCustomerVehicles = endpoint({
  operationId: 'listCustomerVehicles',
  method: 'GET',
  path: `${path}/{id}/vehicles`,
  tag,
  summary: "A customer's vehicles",
  description: 'Ordered by make and model without regard to case, then year (unknown last), then id.',
  params,
  query: Type.Object(pageQuery),
  status: 200,
  data: Page(Vehicle),
  errors: readErrors('not_found'),
  examples: { params: one, data: example.pageOf(example.vehicleRow) },
});
