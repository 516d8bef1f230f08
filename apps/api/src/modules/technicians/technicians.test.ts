import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecordServer, type RecordServer } from '../records/test/record-server.ts';
import { lockTechnicians } from './lock-technicians.ts';

let server: RecordServer;
beforeAll(async () => {
  server = await openRecordServer();
});
afterAll(() => server.close());

const namesFor = async (query: string) =>
  (await server.send('GET', `/technicians${query}`)).data.items.map(({ name }: { name: string }) => name);

test('a technician is created with 201, active, without a color unless one is given', async () => {
  const { status, data } = await server.send('POST', '/technicians', { name: 'ana Ortiz' });
  expect(status).toBe(201);
  expect(data).toMatchObject({ version: 1, name: 'ana Ortiz', color: null, is_active: true });
  const away = await server.send('POST', '/technicians', { name: 'Bo Away', color: '#2563EB', is_active: false });
  expect(away.data).toMatchObject({ color: '#2563EB', is_active: false });
});

test('the list is ordered by name without regard to case, and can be only the active or only the others', async () => {
  expect(await namesFor('')).toEqual(['ana Ortiz', 'Bo Away', 'Rosa Diaz', 'Sam Lee']);
  expect(await namesFor('?is_active=true')).toEqual(['ana Ortiz', 'Rosa Diaz', 'Sam Lee']);
  expect(await namesFor('?is_active=false')).toEqual(['Bo Away']);
  expect((await server.send('GET', '/technicians?is_active=maybe')).status).toBe(400);
});

test('a color that is none is 400', async () => {
  const { status, error } = await server.send('POST', '/technicians', { name: 'X', color: 'blue' });
  expect([status, Object.keys(error.details?.fields ?? {})]).toEqual([400, ['color']]);
});

test('a new name raises the boards that show the technician; color and activity do not', async () => {
  const [id] = server.technicianIds;
  await server.book('2025-05-01', { tech_id: id });
  await server.book('2025-05-02');
  const patch = (fields: object) => server.send('PATCH', `/technicians/${id}`, fields);
  await patch({ color: '#112233' });
  await patch({ is_active: false });
  expect(await server.revisions('2025-05-01', '2025-05-02')).toEqual([1, 1]);
  const { data } = await patch({ name: 'Samuel Lee' });
  expect(data).toMatchObject({ version: 4, name: 'Samuel Lee', is_active: false });
  expect(await server.revisions('2025-05-01', '2025-05-02')).toEqual([2, 1]);
  expect(await server.cardsOn('2025-05-01')).toMatchObject([{ tech_name: 'Samuel Lee' }]);
});

test('bookings that share technicians in any order wait for each other instead of failing', async () => {
  const ids = [...server.technicianIds];
  const order: string[] = [];
  const lock = (name: string, wanted: string[]) =>
    server.database.read(server.ctx(), async (tx) => {
      const locked = await lockTechnicians(tx, server.shop.id, wanted);
      order.push(`${name} in`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      order.push(`${name} out`);
      return locked.map((technician) => technician.id);
    });
  const answers = await Promise.all([lock('a', ids), lock('b', ids.toReversed()), lock('c', [...ids, ...ids])]);
  for (const answer of answers) expect(answer).toEqual(ids.toSorted());
  // Never two inside at once.
  expect(order.map((entry) => entry.split(' ')[1])).toEqual(['in', 'out', 'in', 'out', 'in', 'out']);
});

test('unknown and malformed ids are missing from what is locked', async () => {
  const [id] = server.technicianIds;
  const wanted = ['nobody', '0190a0b0-0000-7000-8000-000000000000', id];
  const locked = await server.database.read(server.ctx(), (tx) => lockTechnicians(tx, server.shop.id, wanted));
  expect(locked).toEqual([{ id, name: 'Samuel Lee', is_active: false }]);
  expect(await server.database.read(server.ctx(), (tx) => lockTechnicians(tx, server.shop.id, ['nobody']))).toEqual([]);
});
