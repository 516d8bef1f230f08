import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecordServer, type RecordServer, waitsFor } from '../records/test/record-server.ts';
import { lockCustomer } from './lock-customer.ts';

let server: RecordServer;
beforeAll(async () => {
  server = await openRecordServer();
});
afterAll(() => server.close());

const add = async (fields: object) => (await server.send('POST', '/customers', fields)).data;
const namesFor = async (query: string) =>
  (await server.send('GET', `/customers?${query}`)).data.items.map(({ name }: { name: string }) => name);

test('a customer is created with 201, version 1 and null for what was not said, and is read as it was answered', async () => {
  const { status, data } = await server.send('POST', '/customers', { name: '  Maria Silva ', phone: '(555) 010-0134' });
  expect(status).toBe(201);
  expect(data).toMatchObject({ version: 1, name: 'Maria Silva', phone: '(555) 010-0134', email: null, notes: null });
  expect(data.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect((await server.send('GET', `/customers/${data.id}`)).data).toEqual(data);
  expect(await server.events(data.id)).toEqual([{ type: 'created', version: 1 }]);
});

test('two customers may share a phone', async () => {
  await add({ name: 'Twin One', phone: '555-010-0777' });
  expect((await server.send('POST', '/customers', { name: 'Twin Two', phone: '555-010-0777' })).status).toBe(201);
});

test('a search finds a name, a phone in any punctuation, an e-mail and the plate of a vehicle', async () => {
  const { id } = await add({ name: 'Zoë Quill', phone: '+1 (555) 010.0166', email: 'zq@example.com' });
  await server.send('POST', '/vehicles', { customer_id: id, make: 'Saab', model: '900', license_plate: 'ZQ-77' });
  await server.send('POST', '/vehicles', { customer_id: id, make: 'Saab', model: '9-5', license_plate: 'ZQ-78' });
  for (const search of ['zoë q', 'QUILL', '5550100166', '555-010-0166', '(555) 0100166', 'ZQ@EXAMPLE', 'zq-77', 'ZQ-7'])
    expect(await namesFor(`search=${encodeURIComponent(search)}`), search).toEqual(['Zoë Quill']);
});

test('wildcards in a search mean themselves, and punctuation alone is no phone', async () => {
  await add({ name: '100% Motors_Ltd', phone: '555 010 0188' });
  expect(await namesFor('search=%25')).toEqual(['100% Motors_Ltd']);
  expect(await namesFor('search=s_l')).toEqual(['100% Motors_Ltd']);
  expect(await namesFor(`search=${encodeURIComponent('\\')}`)).toEqual([]);
  expect(await namesFor(`search=${encodeURIComponent('-/-')}`)).toEqual([]);
  // Letters make it a name: it must not find every phone with an 8 in it.
  expect(await namesFor('search=Nobody+8')).toEqual([]);
});

test('an empty search means all', async () => {
  const [all, empty] = await Promise.all([
    server.send('GET', '/customers'),
    server.send('GET', '/customers?search=%20'),
  ]);
  expect(empty.data.total).toBe(all.data.total);
});

test('a new name raises the revision of exactly the boards that show the customer, and stands on their cards', async () => {
  const { customerId: id } = server;
  const other = await add({ name: 'Bystander' });
  const vehicle = (await server.send('POST', '/vehicles', { customer_id: other.id, make: 'Kia', model: 'Rio' })).data;
  await server.book('2025-03-01');
  await server.book('2025-03-01');
  await server.book('2025-03-02');
  await server.book('2025-03-03', { customer_id: other.id, vehicle_id: vehicle.id });
  const revisions = () => server.revisions('2025-03-01', '2025-03-02', '2025-03-03', '2025-03-04');
  expect(await revisions()).toEqual([2, 1, 1, 0]);
  expect((await server.send('PATCH', `/customers/${id}`, { name: 'Ana María Torres' })).data).toMatchObject({
    version: 2,
    name: 'Ana María Torres',
  });
  expect(await revisions()).toEqual([3, 2, 1, 0]);
  expect(await server.cardsOn('2025-03-01')).toMatchObject(Array(2).fill({ customer_name: 'Ana María Torres' }));
  const changes = await server.sql<{ cards: { customer_name: string }[] }>(
    "select cards from board_changes where date = '2025-03-01' and revision = 3",
  );
  expect(changes[0]?.cards.map((card) => card.customer_name)).toEqual(['Ana María Torres', 'Ana María Torres']);

  await server.send('PATCH', `/customers/${id}`, { phone: null });
  expect(await revisions()).toEqual([4, 3, 1, 0]);
  await server.send('PATCH', `/customers/${id}`, { notes: 'Gate code 12', email: 'ana@example.com', address: 'Oak 1' });
  expect(await revisions()).toEqual([4, 3, 1, 0]);
});

test('a rename and bookings of the customer at once leave no board with the old name and no change', async () => {
  const date = '2025-04-01';
  const rename = (name: string) => server.send('PATCH', `/customers/${server.customerId}`, { name });
  await Promise.all([
    ...Array.from({ length: 8 }, () => server.book(date)),
    ...Array.from({ length: 4 }, (_, i) => rename(`Ana ${i}`)),
  ]);
  const { data } = await server.send('GET', `/customers/${server.customerId}`);
  expect(await server.cardsOn(date)).toMatchObject(Array(8).fill({ customer_name: data.name }));
  const changes = await server.sql<{ cards: { id: string; customer_name: string }[] }>(
    'select cards from board_changes where date = $1 order by revision',
    [date],
  );
  // Folding the changes gives what a read would answer.
  const folded = new Map(changes.flatMap(({ cards }) => cards).map((card) => [card.id, card.customer_name]));
  expect([...folded.values()]).toEqual(Array(8).fill(data.name));
});

test('a rename waits for a booking under way, other bookings of the customer do not', async () => {
  const { customerId: id, shop } = server;
  const lock = (tx: Parameters<typeof lockCustomer>[0]) => lockCustomer(tx, shop.id, id);
  const renaming = await waitsFor(server, lock, () => server.send('PATCH', `/customers/${id}`, { name: 'Ana Waited' }));
  expect([renaming.waited, renaming.answer.data.name]).toEqual([true, 'Ana Waited']);
  const booking = await waitsFor(server, lock, () => server.database.read(server.ctx(), lock));
  expect(booking).toEqual({ waited: false, answer: { id, name: 'Ana Waited', phone: renaming.answer.data.phone } });
  const none = await server.database.read(server.ctx(), (tx) => lockCustomer(tx, shop.id, 'nobody'));
  expect(none).toBeNull();
});

test("a customer's vehicles are listed, and those of an unknown customer are 404", async () => {
  const { id } = await add({ name: 'Two Cars' });
  for (const model of ['Yaris', 'Corolla']) {
    await server.send('POST', '/vehicles', { customer_id: id, make: 'Toyota', model });
  }
  const { data } = await server.send('GET', `/customers/${id}/vehicles?page_size=1`);
  expect(data).toMatchObject({
    total: 2,
    page: 1,
    page_size: 1,
    pages: 2,
    items: [{ model: 'Corolla', warnings: [] }],
  });
  const none = await add({ name: 'No Cars' });
  const empty = { items: [], total: 0, page: 1, page_size: 50, pages: 0 };
  expect((await server.send('GET', `/customers/${none.id}/vehicles`)).data).toEqual(empty);
  const unknown = await server.send('GET', '/customers/0190a0b0-0000-7000-8000-000000000000/vehicles');
  expect([unknown.status, unknown.error.code]).toEqual([404, 'not_found']);
});
