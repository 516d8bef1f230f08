import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenShop, openShop } from '../../../test/open-shop.ts';
import { updateCustomer } from '../customers/update-customer.ts';
import { moveAppointment } from './move-appointment.ts';
import { reorderAppointment } from './reorder-appointment.ts';
import { undoAppointment } from './undo-appointment.ts';
import { updateAppointment } from './update-appointment.ts';

let shop: OpenShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

test('a request that changed nothing is answered the same under its key, and its key is refused to another', async () => {
  const { id } = await shop.book('2025-06-01');
  const stay = () => reorderAppointment(shop.door, shop.ctx('stay'), id, { position: 0, expected_version: 1 });
  const first = await stay();
  expect(first.replayed).toBe(false);
  await moveAppointment(shop.door, shop.ctx(), id, { new_status: 'in_progress', expected_version: 1 });
  expect(await stay()).toEqual({ json: first.json, replayed: true });
  await expect(
    moveAppointment(shop.door, shop.ctx('stay', 'another'), id, { new_status: 'ready', expected_version: 2 }),
  ).rejects.toMatchObject({ code: 'idempotency_mismatch' });

  const same = () => updateCustomer(shop.database, shop.ctx('same'), shop.customerId, { name: 'Ana Torres' });
  const answered = await same();
  await updateCustomer(shop.database, shop.ctx(), shop.customerId, { name: 'Ana T.' });
  expect(await same()).toEqual({ json: answered.json, replayed: true });
  await expect(
    updateCustomer(shop.database, shop.ctx('same', 'another'), shop.customerId, { name: 'A.' }),
  ).rejects.toMatchObject({ code: 'idempotency_mismatch' });
});

test('jobs that swap technicians and are both undone at once do not wait for each other', async () => {
  const [one, two] = shop.technicianIds;
  for (let i = 0; i < 8; i += 1) {
    const a = await shop.book('2025-06-02', { tech_id: one });
    const b = await shop.book('2025-06-03', { tech_id: two });
    await updateAppointment(shop.door, shop.ctx(), a.id, { expected_version: 1, tech_id: two });
    await updateAppointment(shop.door, shop.ctx(), b.id, { expected_version: 1, tech_id: one });
    await Promise.all([a, b].map(({ id }) => undoAppointment(shop.door, shop.ctx(), id, 2)));
  }
  // PostgreSQL tells its statistics within a second of a transaction's end.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const [counted] = await shop.sql<{ deadlocks: string }>(
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  expect(counted?.deadlocks).toBe('0');
});

test('a start whose date in the zone of the shop no board can be asked for is refused', async () => {
  await expect(
    shop.book('1970-01-01', { appt_start: '1970-01-01T00:00:00Z', appt_end: '1970-01-01T01:00:00Z' }),
  ).rejects.toMatchObject({ code: 'validation_error', details: { fields: { appt_start: [expect.any(String)] } } });
});
