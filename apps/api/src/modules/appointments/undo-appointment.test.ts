import type { Appointment, HistoryItem, PageOf } from '@edgar-auto-shop/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { data, type OpenShop, openShop } from '../../../test/open-shop.ts';
import { cancelAppointment } from './cancel-appointment.ts';
import { moveAppointment } from './move-appointment.ts';
import { getAppointment, getHistory } from './read-appointments.ts';
import { reorderAppointment } from './reorder-appointment.ts';
import { undoAppointment } from './undo-appointment.ts';
import { updateAppointment } from './update-appointment.ts';

let shop: OpenShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const read = (id: string): Promise<Appointment> => getAppointment(shop.database, shop.ctx(), id);
const undo = async (id: string, version: number) => data(await undoAppointment(shop.door, shop.ctx(), id, version));
const history = (id: string): Promise<PageOf<HistoryItem>> => getHistory(shop.database, shop.ctx(), id, {});
/** What an undo must bring back: all of the card but its version and the time of its latest change. */
const content = ({ version: _, updated_at: __, ...rest }: Appointment) => rest;

test('undo of a move brings the card back to its column, its place and its stamps, as a new version', async () => {
  const cards = [await shop.book('2025-02-01'), await shop.book('2025-02-01'), await shop.book('2025-02-01')];
  const id = cards[1]?.id as string;
  const before = await read(id);
  await moveAppointment(shop.door, shop.ctx(), id, { new_status: 'in_progress', expected_version: 1 });
  expect(await undo(id, 2)).toMatchObject({
    appointment_id: id,
    status: 'scheduled',
    position: 1,
    version: 3,
    date: '2025-02-01',
  });
  expect(content(await read(id))).toEqual(content(before));
});

test('undo takes back a completion, which no move can', async () => {
  const { id } = await shop.book('2025-02-02');
  await moveAppointment(shop.door, shop.ctx(), id, { new_status: 'in_progress', expected_version: 1 });
  const before = await read(id);
  await moveAppointment(shop.door, shop.ctx(), id, { new_status: 'completed', expected_version: 2 });
  await undo(id, 3);
  expect(content(await read(id))).toEqual(content(before));
});

test('undo of a reorder, of an update and of a reschedule each bring back what was', async () => {
  const cards = [await shop.book('2025-02-03'), await shop.book('2025-02-03'), await shop.book('2025-02-03')];
  const id = cards[2]?.id as string;
  const before = await read(id);
  await reorderAppointment(shop.door, shop.ctx(), id, { position: 0, expected_version: 1 });
  await undo(id, 2);
  expect(content(await read(id))).toEqual(content(before));
  await updateAppointment(shop.door, shop.ctx(), id, {
    expected_version: 3,
    notes: 'Gate code 12',
    service_codes: ['BRAKES', 'OIL', 'OIL'],
    tech_id: shop.technicianIds[0],
  });
  expect(await read(id)).toMatchObject({ total_cents: 24900 + 2 * 7900, tech_name: 'Sam Lee', notes: 'Gate code 12' });
  await undo(id, 4);
  expect(content(await read(id))).toEqual(content(before));
  await updateAppointment(shop.door, shop.ctx(), id, {
    expected_version: 5,
    appt_start: '2025-02-09T15:00:00Z',
    appt_end: '2025-02-09T16:00:00Z',
  });
  expect(await read(id)).toMatchObject({ date: '2025-02-09' });
  expect(await undo(id, 6)).toMatchObject({ date: '2025-02-03', position: 2 });
  expect(content(await read(id))).toEqual(content(before));
});

test('a cancelled appointment is not found but for its history, and an undo brings it back', async () => {
  const first = await shop.book('2025-02-04');
  await shop.book('2025-02-04');
  const before = await read(first.id);
  const final = data<Appointment>(await cancelAppointment(shop.door, shop.ctx(), first.id, 1));
  expect(final).toMatchObject({ id: first.id, version: 2, status: 'scheduled', date: '2025-02-04' });
  await expect(read(first.id)).rejects.toMatchObject({ code: 'not_found' });
  await expect(
    moveAppointment(shop.door, shop.ctx(), first.id, { new_status: 'in_progress', expected_version: 2 }),
  ).rejects.toMatchObject({ code: 'not_found' });
  await expect(cancelAppointment(shop.door, shop.ctx(), first.id, 2)).rejects.toMatchObject({ code: 'not_found' });
  expect((await history(first.id)).items.map(({ type }) => type)).toEqual(['cancelled', 'created']);
  await expect(undoAppointment(shop.door, shop.ctx(), first.id, 1)).rejects.toMatchObject({ code: 'version_conflict' });
  expect(await undo(first.id, 2)).toMatchObject({ status: 'scheduled', position: 0, version: 3 });
  expect(content(await read(first.id))).toEqual(content(before));
});

test('undoing an undo does the change again, a cancellation included', async () => {
  const { id } = await shop.book('2025-02-05');
  await moveAppointment(shop.door, shop.ctx(), id, { new_status: 'no_show', expected_version: 1 });
  await undo(id, 2);
  expect(await undo(id, 3)).toMatchObject({ status: 'no_show', version: 4 });
  await cancelAppointment(shop.door, shop.ctx(), id, 4);
  await undo(id, 5);
  expect(await undo(id, 6)).toMatchObject({ version: 7, date: '2025-02-05' });
  await expect(read(id)).rejects.toMatchObject({ code: 'not_found' });
  expect((await history(id)).items.map(({ version, type }) => [version, type])).toEqual([
    [7, 'undone'],
    [6, 'undone'],
    [5, 'cancelled'],
    [4, 'undone'],
    [3, 'undone'],
    [2, 'moved'],
    [1, 'created'],
  ]);
});

test('a creation cannot be undone, and neither can what is more than 24 hours old', async () => {
  const { id } = await shop.book('2025-02-06');
  await expect(undo(id, 1)).rejects.toMatchObject({ code: 'not_undoable', details: { reason: 'creation' } });
  await moveAppointment(shop.door, shop.ctx(), id, { new_status: 'in_progress', expected_version: 1 });
  await shop.sql(`update events set at = at - interval '24 hours 1 second' where subject_id = $1`, [id]);
  await expect(undo(id, 2)).rejects.toMatchObject({ code: 'not_undoable', details: { reason: 'too_late' } });
  await shop.sql(`update events set at = at + interval '1 minute' where subject_id = $1`, [id]);
  expect(await undo(id, 2)).toMatchObject({ version: 3 });
});

test('undo checks the version before anything else, and does not know what is not there', async () => {
  const { id } = await shop.book('2025-02-07');
  await expect(undo(id, 7)).rejects.toMatchObject({ code: 'version_conflict', details: { current_version: 1 } });
  await expect(undo('0190f3c2-6f0a-7c3e-9d2b-4b1f0c8a7e11', 1)).rejects.toMatchObject({ code: 'not_found' });
  await expect(undo('nonsense', 1)).rejects.toMatchObject({ code: 'not_found' });
});

test('a cancelled appointment that comes back shows what its customer is called by now', async () => {
  const { id } = await shop.book('2025-02-08');
  await cancelAppointment(shop.door, shop.ctx(), id, 1);
  await shop.sql(`update customers set name = 'Ana María Torres', version = version + 1 where id = $1`, [
    shop.customerId,
  ]);
  await undo(id, 2);
  const [here] = await shop.boards.current(shop.ctx(), ['2025-02-08']);
  expect(here?.cards.get(id)?.customer_name).toBe('Ana María Torres');
  await shop.sql(`update customers set name = 'Ana Torres' where id = $1`, [shop.customerId]);
});

test.each([
  ['other times on the same date', { appt_end: '2025-02-20T23:30:00.000Z' }],
  ['other notes', { notes: 'Gate code 12' }],
])('undo of %s moves nothing, wherever others have moved the card since; nor does undoing that', async (_, fields) => {
  const day = '2025-02-20';
  const cards = [await shop.book(day), await shop.book(day), await shop.book(day)];
  const { id, position } = await read(cards[1]?.id as string);
  const other = await read(cards[2]?.id as string);
  expect(other.position).toBe((position as number) + 1);
  await updateAppointment(shop.door, shop.ctx(), id, { expected_version: 1, ...fields });
  await reorderAppointment(shop.door, shop.ctx(), other.id, { position: 0, expected_version: 1 });
  expect(await undo(id, 2)).toMatchObject({ position: (position as number) + 1, version: 3 });
  await reorderAppointment(shop.door, shop.ctx(), other.id, {
    position: (position as number) + 1,
    expected_version: 2,
  });
  expect(await undo(id, 3)).toMatchObject({ position, version: 4 });
  expect(await read(id)).toMatchObject(fields);
});
