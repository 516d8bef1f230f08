import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as customers from '../customers/sql.ts';
import * as services from '../services/sql.ts';
import * as technicians from '../technicians/sql.ts';
import * as vehicles from '../vehicles/sql.ts';
import { selectPage } from './sql.ts';
import { openRecordServer, type RecordServer } from './test/record-server.ts';

let server: RecordServer;
beforeAll(async () => {
  server = await openRecordServer();
});
afterAll(() => server.close());

const UNKNOWN = '0190a0b0-0000-7000-8000-000000000000';

test("a vehicle cannot be given to another shop's customer", async () => {
  const theirs = (await server.sendOther('POST', '/customers', { name: 'Theirs' })).data.id;
  const { status, error } = await server.send('POST', '/vehicles', { customer_id: theirs, make: 'A', model: 'B' });
  expect([status, error.details]).toEqual([400, { fields: { customer_id: ['There is no such customer.'] } }]);
});

test('without its shop named the database shows the server nothing, and lets it write nothing', async () => {
  const pool = new Pool({ connectionString: server.url, options: '-c role=edgar_app', max: 1 });
  try {
    for (const noun of ['services', 'customers', 'vehicles', 'technicians']) {
      expect((await pool.query(`select count(*)::int as n from ${noun}`)).rows).toEqual([{ n: 0 }]);
      expect((await pool.query(`update ${noun} set version = 99`)).rowCount).toBe(0);
    }
    const insert =
      "insert into technicians (shop_id, id, name, created_at, updated_at) values ($1, $2, 'X', now(), now())";
    await expect(pool.query(insert, [server.shop.id, UNKNOWN])).rejects.toThrow(/row-level security/);
    await pool.query("select set_config('app.shop', $1, false)", [server.shop.id]);
    expect((await pool.query('select count(*)::int > 0 as some from customers')).rows).toEqual([{ some: true }]);
  } finally {
    await pool.end();
  }
});

test('every statement names the shop itself, also where row-level security does not guard', async () => {
  const { shop, customerId, vehicleId, technicianIds } = server;
  const made = await server.send('POST', '/services', { code: 'GUARDED', name: 'Guarded', base_price_cents: 1 });
  const other = '0190a0b0-0000-7000-8000-00000000000f';
  const [technician] = technicianIds;
  const statements = (shopId: string) => [
    customers.selectCustomer(shopId, customerId),
    customers.selectCustomerForUpdate(shopId, customerId),
    customers.shareCustomer(shopId, customerId),
    vehicles.selectVehicle(shopId, vehicleId),
    vehicles.selectVehicleForUpdate(shopId, vehicleId),
    vehicles.shareVehicle(shopId, vehicleId),
    technicians.selectTechnicianForUpdate(shopId, technician),
    technicians.lockForBooking(shopId, [technician]),
    services.selectService(shopId, made.data.id),
    services.selectServiceForUpdate(shopId, made.data.id),
    services.shareServices(shopId, ['GUARDED']),
  ];
  // The owner is a superuser here, whom row-level security does not bind.
  const found = async (shopId: string) => {
    const counts: number[] = [];
    for (const { text, values } of statements(shopId)) counts.push((await server.sql(text, values)).length);
    return counts;
  };
  expect(await found(shop.id)).toEqual(Array(11).fill(1));
  expect(await found(other)).toEqual(Array(11).fill(0));
  const read = async (path: string) => (await server.send('GET', path)).data;
  const [customer, vehicle, service] = [
    await read(`/customers/${customerId}`),
    await read(`/vehicles/${vehicleId}`),
    made.data,
  ];
  const technicianRow = (await read('/technicians?page_size=200')).items[0];
  for (const { text, values } of [
    customers.updateCustomerRow(other, { ...customer, name: 'Stolen' }),
    vehicles.updateVehicleRow(other, { ...vehicle, model: 'Stolen' }),
    technicians.updateTechnicianRow(other, { ...technicianRow, name: 'Stolen' }),
    services.updateServiceRow(other, { ...service, name: 'Stolen' }),
    services.markBooked(other, ['GUARDED']),
    services.deleteServiceRow(other, service.id),
  ])
    await server.sql(text, values);
  expect(await read(`/customers/${customerId}`)).toEqual(customer);
  expect(await read(`/vehicles/${vehicleId}`)).toEqual(vehicle);
  expect((await read('/technicians?page_size=200')).items[0]).toEqual(technicianRow);
  expect(await read(`/services/${service.id}`)).toEqual(service);
  // Not marked as booked either: it can still be removed.
  await server.send('DELETE', `/services/${service.id}`);
  expect((await server.send('GET', `/services/${service.id}`)).status).toBe(404);
  for (const listing of [
    customers.customersMatching(other, null, null),
    vehicles.vehiclesMatching(other, null, null),
    technicians.techniciansThat(other, null),
    services.servicesMatching(other, null, null),
  ]) {
    const { text, values } = selectPage(listing, 50, 0);
    expect(await server.sql(text, values)).toEqual([{ total: 0, items: [] }]);
  }
});
