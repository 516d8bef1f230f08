import Type from 'typebox';
import { Page, pageQuery } from '../schemas/list.ts';
import { Id, Search } from '../schemas/primitives.ts';
import { NewVehicle, Vehicle, VehiclePatch } from '../schemas/vehicle.ts';
import { endpoint, readErrors, writeErrors } from './endpoint.ts';
import * as example from './examples.ts';

const path = '/api/admin/vehicles';
const tag = 'Vehicles';
const params = Type.Object({ id: Type.String({ description: 'The vehicle' }) });
const one = { id: example.ids.vehicle };

export const listVehicles = endpoint({
  operationId: 'listVehicles',
  method: 'GET',
  path,
  tag,
  summary: 'Find vehicles',
  description: 'Ordered by make and model without regard to case, then year (unknown last), then id.',
  query: Type.Object({
    customer_id: Type.Optional(Id('Of this customer')),
    search: Type.Optional(Search('Part of plate, VIN, make, model or year')),
    ...pageQuery,
  }),
  status: 200,
  data: Page(Vehicle),
  errors: readErrors(),
  examples: { query: { search: 'civic' }, data: example.pageOf(example.vehicleRow) },
});

export const createVehicle = endpoint({
  operationId: 'createVehicle',
  method: 'POST',
  path,
  tag,
  summary: "Add a customer's vehicle",
  body: NewVehicle,
  status: 201,
  data: Vehicle,
  errors: writeErrors(),
  examples: {
    body: { customer_id: example.ids.customer, year: 2020, make: 'Honda', model: 'Civic' },
    data: example.vehicleRow,
  },
});

export const getVehicle = endpoint({
  operationId: 'getVehicle',
  method: 'GET',
  path: `${path}/{id}`,
  tag,
  summary: 'One vehicle',
  params,
  status: 200,
  data: Vehicle,
  errors: readErrors('not_found'),
  examples: { params: one, data: example.vehicleRow },
});

export const updateVehicle = endpoint({
  operationId: 'updateVehicle',
  method: 'PATCH',
  path: `${path}/{id}`,
  tag,
  summary: 'Change a vehicle',
  description:
    'What a card shows of it changes on every board that shows it. Another owner does not change earlier appointments.',
  params,
  body: VehiclePatch,
  status: 200,
  data: Vehicle,
  errors: writeErrors('not_found', 'version_conflict'),
  examples: {
    params: one,
    body: { license_plate: '8XYZ987' },
    data: { ...example.vehicleRow, version: 2, license_plate: '8XYZ987' },
  },
});
