import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/contract/world.ts';
import { caller } from '../../../test/serve.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld({ DATABASE_POOL_SIZE: '10' });
});
afterAll(() => world.close());

test('slow searches leave connections for moves, boards and bookings; of many at once some wait and some are refused', async () => {
  const api = caller(world.url);
  const date = '2027-06-10';
  const card = await world.book(date);
  const holder = new Client({ connectionString: world.databaseUrl });
  holder.on('error', () => {});
  await holder.connect();
  // Whoever searches the price list waits now, as for a slow disk.
  await holder.query('begin; lock table services in access exclusive mode');
  const answers = { 200: 0, 503: 0 } as Record<number, number>;
  const searches = Array.from({ length: 20 }, async (_, i) => {
    const { status, headers } = await api('GET', `/api/admin/services?search=${i}`);
    answers[status] = (answers[status] ?? 0) + 1;
    if (status === 503) expect(headers.get('retry-after')).toMatch(/^[12]$/);
  });
  // Two are at work and eight wait.
  await expect.poll(() => answers[503]).toBe(10);
  const path = `/api/admin/appointments/${card.id}`;
  const asked: [string, string, object?][] = [
    ['POST', `${path}/move`, { new_status: 'in_progress', expected_version: 1 }],
    ['GET', `/api/admin/appointments/board?date=${date}`],
    ['PATCH', path, { notes: 'Ring twice', expected_version: 2 }],
    ['GET', '/api/admin/customers'],
  ];
  for (const [method, url, body] of asked) {
    const began = performance.now();
    expect((await api(method, url, body)).status, url).toBe(200);
    expect(performance.now() - began, `${method} ${url}`).toBeLessThan(500);
  }
  await holder.end();
  await Promise.all(searches);
  expect(answers).toEqual({ 200: 10, 503: 10 });
  expect((await world.api('GET', '/api/admin/services?search=oil')).data.total).toBe(1);
});
