import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecordServer, type RecordServer, waitsFor } from '../records/test/record-server.ts';
import { bookServices } from './book-services.ts';

let server: RecordServer;
beforeAll(async () => {
  server = await openRecordServer();
});
afterAll(() => server.close());

const service = (code: string, fields: object = {}) => ({ code, name: code, base_price_cents: 1000, ...fields });
const add = async (code: string, fields: object = {}) =>
  (await server.send('POST', '/services', service(code, fields))).data;
const codesFor = async (query: string) =>
  (await server.send('GET', `/services?${query}`)).data.items.map(({ code }: { code: string }) => code);
const book = (codes: string[]) =>
  server.database.transaction(server.ctx(), async (tx) => ({ value: await bookServices(tx, server.shop.id, codes) }));

test('a service is created with 201, an hour long and active unless told otherwise, and read as it was answered', async () => {
  const { status, data } = await server.send(
    'POST',
    '/services',
    service('TIRES', { base_price_cents: 1_000_000_000 }),
  );
  expect(status).toBe(201);
  expect(data).toMatchObject({ version: 1, description: null, est_minutes: 60, is_active: true });
  expect(data.base_price_cents).toBe(1_000_000_000);
  expect((await server.send('GET', `/services/${data.id}`)).data).toEqual(data);
});

test('a code is taken without regard to case, on create and on change; its own may change case', async () => {
  const { id } = await add('Wipers');
  const taken = await server.send('POST', '/services', service('wIPERS'));
  expect([taken.status, taken.error.code, taken.error.details]).toEqual([409, 'already_exists', { field: 'code' }]);
  const other = await add('HORN');
  const renamed = await server.send('PATCH', `/services/${other.id}`, { code: 'WIPERS', name: 'x' });
  expect([renamed.status, renamed.error.details]).toEqual([409, { field: 'code' }]);
  expect((await server.send('GET', `/services/${other.id}`)).data).toEqual(other);
  expect((await server.send('PATCH', `/services/${id}`, { code: 'WIPERS' })).data).toMatchObject({
    version: 2,
    code: 'WIPERS',
  });
});

test('of ten who add one code at once, one does and nine are told', async () => {
  const replies = await Promise.all(
    Array.from({ length: 10 }, (_, i) => server.send('POST', '/services', service(i % 2 ? 'RACE' : 'race'))),
  );
  expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
});

test('the list is ordered by code without regard to case; search and is_active narrow it, wildcards mean themselves', async () => {
  await add('zz-b', { name: 'Ninety_nine', description: 'Done at 100%' });
  await add('ZZ-A', { is_active: false });
  await add('ZZ-c');
  expect(await codesFor('search=zz-')).toEqual(['ZZ-A', 'zz-b', 'ZZ-c']);
  expect(await codesFor('search=zz-&is_active=true')).toEqual(['zz-b', 'ZZ-c']);
  expect(await codesFor('search=zz-&is_active=false')).toEqual(['ZZ-A']);
  expect(await codesFor('search=y_n')).toEqual(['zz-b']);
  expect(await codesFor('search=0%25')).toEqual(['zz-b']);
  const empty = await server.send('GET', '/services?search=');
  expect(empty.data.total).toBe((await server.send('GET', '/services')).data.total);
});

test('a service that was never booked is removed; its code is free again', async () => {
  const created = await add('UNUSED');
  const { status, data } = await server.send('DELETE', `/services/${created.id}`, undefined, 'remove-unused');
  expect(status).toBe(200);
  expect(data).toEqual({ ...created, version: 2, is_active: false, updated_at: data.updated_at });
  expect((await server.send('GET', `/services/${created.id}`)).status).toBe(404);
  expect((await server.send('DELETE', `/services/${created.id}`)).status).toBe(404);
  expect(await server.events(created.id)).toEqual([
    { type: 'created', version: 1 },
    { type: 'deleted', version: 2 },
  ]);
  const again = await server.send('DELETE', `/services/${created.id}`, undefined, 'remove-unused');
  expect([again.status, again.replayed, again.data]).toEqual([200, true, data]);
  expect((await add('unused')).version).toBe(1);
});

test('an inactive one that was never booked is removed too', async () => {
  const { id } = await add('SLEEPING', { is_active: false });
  expect((await server.send('DELETE', `/services/${id}`)).data).toMatchObject({ version: 2, is_active: false });
  expect((await server.send('GET', `/services/${id}`)).status).toBe(404);
});

test('a booked service is retired and stays; retiring again changes nothing; cards keep their line', async () => {
  const { id } = await add('BOOKED', { base_price_cents: 4200 });
  await server.book('2025-05-01', { service_codes: ['booked'] });
  expect((await server.send('DELETE', `/services/${id}`)).data).toMatchObject({ version: 2, is_active: false });
  const again = await server.send('DELETE', `/services/${id}`);
  expect([again.status, again.data.version]).toEqual([200, 2]);
  await server.send('PATCH', `/services/${id}`, { base_price_cents: 1, name: 'Other', code: 'OTHER' });
  expect(await server.cardsOn('2025-05-01')).toMatchObject([
    { services: [{ code: 'BOOKED', name: 'BOOKED', price_cents: 4200 }], total_cents: 4200 },
  ]);
  expect(await server.revisions('2025-05-01')).toEqual([1]);
  expect((await server.events(id)).map(({ type }) => type)).toEqual(['created', 'updated', 'updated']);
});

test('booking finds active services in any case, each once, and says which codes asked for it', async () => {
  const { id } = await add('Align', { base_price_cents: 9900 });
  await add('GONE', { is_active: false });
  expect(await book(['ALIGN', 'align', 'ALIGN', 'gone', 'never'])).toEqual([
    { id, code: 'Align', name: 'Align', base_price_cents: 9900, asked: ['ALIGN', 'align'] },
  ]);
  expect(await book([])).toEqual([]);
});

test('first bookings of the same services at once, in any order, all succeed', async () => {
  const codes = await Promise.all(Array.from({ length: 6 }, async (_, i) => (await add(`FIRST-${i}`)).code));
  const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => book(i % 2 ? codes : codes.toReversed())));
  for (const answer of answers) expect(answer).toHaveLength(6);
});

test('a booking and a removal at once: either the booking finds nothing, or the service is retired', async () => {
  for (let i = 0; i < 12; i += 1) {
    const { id, code } = await add(`RIVAL-${i}`);
    const removing = () => server.send('DELETE', `/services/${id}`);
    const pair = i % 2 ? ([book([code]), removing()] as const) : ([removing(), book([code])] as const);
    const answers = await Promise.all(pair);
    const booked = answers.find(Array.isArray) ?? [];
    const { status, data } = await server.send('GET', `/services/${id}`);
    if (booked.length === 0) expect(status).toBe(404);
    else expect([status, data.is_active]).toEqual([200, false]);
  }
});

test('a removal waits for a booking under way, its first and any later one, and then retires', async () => {
  const { id, code } = await add('WAITING');
  for (const version of [2, 4]) {
    const lock = (tx: Parameters<typeof bookServices>[0]) => bookServices(tx, server.shop.id, [code]);
    const { waited, answer } = await waitsFor(server, lock, () => server.send('DELETE', `/services/${id}`));
    expect([waited, answer.data.version, answer.data.is_active]).toEqual([true, version, false]);
    expect(await book([code])).toEqual([]);
    await server.send('PATCH', `/services/${id}`, { is_active: true });
  }
});

test('later bookings of one service do not wait for each other', async () => {
  const { code } = await add('POPULAR');
  await book([code]);
  const lock = (tx: Parameters<typeof bookServices>[0]) => bookServices(tx, server.shop.id, [code]);
  expect((await waitsFor(server, lock, () => book([code]))).waited).toBe(false);
});
