import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecordServer, type RecordServer, waitsFor } from '../records/test/record-server.ts';
import { lockVehicle } from './lock-vehicle.ts';

let server: RecordServer;
beforeAll(async () => {
  server = await openRecordServer();
});
afterAll(() => server.close());

const UNKNOWN = '0190a0b0-0000-7000-8000-000000000000';
const GOOD_VIN = '1HGCM82633A004352';

const add = async (fields: object = {}) =>
  (await server.send('POST', '/vehicles', { customer_id: server.customerId, make: 'Ford', model: 'F-150', ...fields }))
    .data;
const modelsFor = async (query: string) =>
  (await server.send('GET', `/vehicles?${query}`)).data.items.map(({ model }: { model: string }) => model);

test('a vehicle is created with 201 and read as it was answered; its VIN is in upper case', async () => {
  const fields = { customer_id: server.customerId, make: 'Honda', model: 'Accord', vin: GOOD_VIN.toLowerCase() };
  const { status, data } = await server.send('POST', '/vehicles', fields);
  expect(status).toBe(201);
  expect(data).toMatchObject({ version: 1, vin: GOOD_VIN, year: null, license_plate: null, warnings: [] });
  expect((await server.send('GET', `/vehicles/${data.id}`)).data).toEqual(data);
});

test('a wrong check digit is a warning in every answer, not an error, until it is mended', async () => {
  const wrong = '1HGCM82643A004352';
  const created = await add({ model: 'Warned', vin: wrong });
  const warned = [expect.stringContaining('check digit')];
  expect(created.warnings).toEqual(warned);
  expect((await server.send('GET', `/vehicles/${created.id}`)).data.warnings).toEqual(warned);
  expect((await server.send('GET', '/vehicles?search=warned')).data.items[0].warnings).toEqual(warned);
  expect((await server.send('PATCH', `/vehicles/${created.id}`, { color: 'red' })).data.warnings).toEqual(warned);
  const mended = await server.send('PATCH', `/vehicles/${created.id}`, { vin: GOOD_VIN });
  expect(mended.data).toMatchObject({ version: 3, warnings: [] });
});

test('the same VIN in lower case changes nothing', async () => {
  const { id } = await add({ vin: GOOD_VIN });
  const { status, data } = await server.send('PATCH', `/vehicles/${id}`, { vin: GOOD_VIN.toLowerCase() });
  expect([status, data.version]).toEqual([200, 1]);
});

test('a VIN with I, O or Q, or of another length, is 400', async () => {
  for (const vin of ['1HGCM82633A00435I', '1HGCM82633A00435', `${GOOD_VIN}1`]) {
    const { status, error } = await server.send('POST', '/vehicles', {
      customer_id: server.customerId,
      make: 'A',
      model: 'B',
      vin,
    });
    expect([status, Object.keys(error.details?.fields ?? {})]).toEqual([400, ['vin']]);
  }
});

test('an unknown or malformed customer is 400 and named, on create and on change', async () => {
  const { id } = await add();
  for (const customer_id of [UNKNOWN, 'nobody']) {
    for (const [method, path] of [
      ['POST', '/vehicles'],
      ['PATCH', `/vehicles/${id}`],
    ] as const) {
      const reply = await server.send(method, path, { customer_id, make: 'A', model: 'B' });
      expect([reply.status, reply.error.code]).toEqual([400, 'validation_error']);
      expect(reply.error.details).toEqual({ fields: { customer_id: ['There is no such customer.'] } });
    }
  }
  expect((await server.send('GET', `/vehicles/${id}`)).data.version).toBe(1);
});

test('404 comes before the version, and the version before what is referred to', async () => {
  const { id } = await add();
  const patch = { expected_version: 9, customer_id: UNKNOWN };
  expect((await server.send('PATCH', `/vehicles/${UNKNOWN}`, patch)).status).toBe(404);
  expect((await server.send('PATCH', `/vehicles/${id}`, patch)).error.code).toBe('version_conflict');
  expect((await server.send('PATCH', `/vehicles/${id}`, { ...patch, expected_version: 1 })).status).toBe(400);
});

test('the list finds plate, VIN, make, model and year, of one customer or of all', async () => {
  const other = (await server.send('POST', '/customers', { name: 'Collector' })).data.id;
  await add({ customer_id: other, make: 'Tatra', model: '603', year: 1961, license_plate: 'OLD-1' });
  await add({ customer_id: other, make: 'Tatra', model: '87', year: 1947, vin: 'TATRA87000000000A' });
  for (const search of ['old-1', '1961', '603', '1961 tatra', 'tatra 6'])
    expect(await modelsFor(`search=${search}`), search).toEqual(['603']);
  expect(await modelsFor('search=tatra87')).toEqual(['87']);
  expect(await modelsFor(`customer_id=${other}`)).toEqual(['603', '87']);
  expect(await modelsFor(`customer_id=${other}&search=1947`)).toEqual(['87']);
  for (const customer_id of [UNKNOWN, 'nobody']) {
    expect((await server.send('GET', `/vehicles?customer_id=${customer_id}`)).data).toMatchObject({
      total: 0,
      pages: 0,
      items: [],
    });
  }
});

test('the list is ordered by make, model and year without regard to case, unknown years last', async () => {
  const owner = (await server.send('POST', '/customers', { name: 'Fleet' })).data.id;
  for (const [make, model, year] of [
    ['volvo', 'V70', 2001],
    ['Volvo', 'V40', null],
    ['Audi', 'A4', 2010],
    ['Volvo', 'v40', 1999],
  ]) {
    await add({ customer_id: owner, make, model, year });
  }
  const { items } = (await server.send('GET', `/vehicles?customer_id=${owner}`)).data;
  expect(items.map(({ model, year }: { model: string; year: number | null }) => [model, year])).toEqual([
    ['A4', 2010],
    ['v40', 1999],
    ['V40', null],
    ['V70', 2001],
  ]);
});

test('what cards show raises the boards that show the vehicle; color and VIN do not', async () => {
  const { id } = await add();
  await server.book('2025-05-01', { vehicle_id: id });
  await server.book('2025-05-02', { vehicle_id: id });
  await server.book('2025-05-02');
  const patch = (fields: object) => server.send('PATCH', `/vehicles/${id}`, fields);
  const revisions = () => server.revisions('2025-05-01', '2025-05-02');
  expect(await revisions()).toEqual([1, 2]);
  await patch({ color: 'green', vin: GOOD_VIN });
  expect(await revisions()).toEqual([1, 2]);
  let risen = 0;
  for (const fields of [{ year: 2015 }, { make: 'Lincoln' }, { model: 'Mark LT' }, { license_plate: 'NEW-1' }]) {
    await patch(fields);
    risen += 1;
    expect(await revisions()).toEqual([1 + risen, 2 + risen]);
  }
  const [card] = await server.cardsOn('2025-05-01');
  expect(card).toMatchObject({ vehicle_info: '2015 Lincoln Mark LT', license_plate: 'NEW-1' });
});

test('a vehicle changes hands: earlier appointments stay with the customer who made them', async () => {
  const { id } = await add();
  await server.book('2025-06-01', { vehicle_id: id });
  const buyer = (await server.send('POST', '/customers', { name: 'Buyer' })).data.id;
  const { data } = await server.send('PATCH', `/vehicles/${id}`, { customer_id: buyer });
  expect(data).toMatchObject({ version: 2, customer_id: buyer });
  expect(await server.cardsOn('2025-06-01')).toMatchObject([{ customer_id: server.customerId, vehicle_id: id }]);
  expect(await server.revisions('2025-06-01')).toEqual([1]);
  expect((await server.send('GET', `/customers/${buyer}/vehicles`)).data.total).toBe(1);
});

test('a change waits for a booking under way, other bookings of the vehicle do not', async () => {
  const { id, customer_id, make, model } = await add();
  const lock = (tx: Parameters<typeof lockVehicle>[0]) => lockVehicle(tx, server.shop.id, id);
  const change = () => server.send('PATCH', `/vehicles/${id}`, { license_plate: 'LATER' });
  expect(await waitsFor(server, lock, change)).toMatchObject({ waited: true, answer: { status: 200 } });
  expect(await waitsFor(server, lock, () => server.database.read(server.ctx(), lock))).toEqual({
    waited: false,
    answer: { id, customer_id, year: null, make, model, license_plate: 'LATER' },
  });
  expect(await server.database.read(server.ctx(), (tx) => lockVehicle(tx, server.shop.id, 'none'))).toBeNull();
});
