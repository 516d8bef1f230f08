import type { Appointment, WrittenAppointment } from '@edgar-auto-shop/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { data, type OpenShop, openShop } from '../../../test/open-shop.ts';
import { moveAppointment } from './move-appointment.ts';
import { getAppointment, getHistory } from './read-appointments.ts';
import { reorderAppointment } from './reorder-appointment.ts';
import { updateAppointment } from './update-appointment.ts';

let shop: OpenShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const read = (id: string): Promise<Appointment> => getAppointment(shop.database, shop.ctx(), id);
const patch = async (id: string, fields: Parameters<typeof updateAppointment>[3]) =>
  data<WrittenAppointment>(await updateAppointment(shop.door, shop.ctx(), id, fields));
const revisions = async (...dates: string[]) =>
  (await shop.boards.current(shop.ctx(), dates)).map(({ revision }) => revision);

/** [start, end] of an hour on a date, in UTC. */
const at = (date: string, hour: number) => ({
  appt_start: `${date}T${String(hour).padStart(2, '0')}:00:00Z`,
  appt_end: `${date}T${String(hour + 1).padStart(2, '0')}:00:00Z`,
});

test('a new card goes just below the lowest scheduled card that starts no later, or to the top', async () => {
  const day = '2025-03-01';
  const nine = await shop.book(day, at(day, 17));
  const eleven = await shop.book(day, at(day, 19));
  const ten = await shop.book(day, at(day, 18));
  expect([nine.position, eleven.position, ten.position]).toEqual([0, 1, 1]);
  expect((await shop.book(day, at(day, 16))).position).toBe(0);
  // Dragged out of the order of time: 11 above 9. The lowest that starts no later than 10 is 9, at the bottom.
  await reorderAppointment(shop.door, shop.ctx(), eleven.id, { position: 0, expected_version: 1 });
  expect((await shop.book(day, at(day, 18))).position).toBe(4);
});

test('rescheduled to another date: one version, one history item, one revision on each board; a scheduled card is placed as a new one', async () => {
  const [from, to] = ['2025-03-02', '2025-03-03'];
  const card = await shop.book(from, at(from, 18));
  await shop.book(to, at(to, 17));
  await shop.book(to, at(to, 19));
  const before = await revisions(from, to);
  expect(await patch(card.id, { expected_version: 1, ...at(to, 18) })).toMatchObject({
    version: 2,
    date: to,
    position: 1,
    revision: '3',
  });
  expect(await revisions(from, to)).toEqual(before.map((revision) => revision + 1));
  const { items } = await getHistory(shop.database, shop.ctx(), card.id, {});
  expect(items).toHaveLength(2);
  expect(items[0]).toMatchObject({
    type: 'rescheduled',
    version: 2,
    from_position: 0,
    to_position: 1,
    changes: { date: { from, to } },
  });
});

test('rescheduled to another date: a card that is not scheduled goes to the end of its column', async () => {
  const [from, to] = ['2025-03-04', '2025-03-05'];
  const other = await shop.book(to, at(to, 23));
  await moveAppointment(shop.door, shop.ctx(), other.id, { new_status: 'in_progress', expected_version: 1 });
  const card = await shop.book(from);
  await moveAppointment(shop.door, shop.ctx(), card.id, { new_status: 'in_progress', expected_version: 1 });
  expect(await patch(card.id, { expected_version: 2, ...at(to, 15) })).toMatchObject({
    status: 'in_progress',
    position: 1,
    date: to,
  });
});

test('rescheduled on the same date it keeps its place', async () => {
  const day = '2025-03-06';
  const first = await shop.book(day, at(day, 16));
  await shop.book(day, at(day, 17));
  expect(await patch(first.id, { expected_version: 1, ...at(day, 20) })).toMatchObject({ position: 0, version: 2 });
});

test('a day is a day of the shop: the board changes at its midnight, also when the clocks do', async () => {
  // In Los Angeles 2025-03-09 has 23 hours and 2025-11-02 has 25.
  const starts = [
    ['2025-03-09T07:59:59Z', '2025-03-08'],
    ['2025-03-09T08:00:00Z', '2025-03-09'],
    ['2025-03-10T06:59:59Z', '2025-03-09'],
    ['2025-03-10T07:00:00Z', '2025-03-10'],
    ['2025-11-02T06:59:59Z', '2025-11-01'],
    ['2025-11-02T07:00:00Z', '2025-11-02'],
    ['2025-11-03T07:59:59Z', '2025-11-02'],
    ['2025-11-03T08:00:00Z', '2025-11-03'],
    ['2025-11-02T01:30:00-07:00', '2025-11-02'],
  ];
  for (const [start, date] of starts) {
    const card = await shop.book('2025-03-09', { appt_start: start as string, appt_end: '2025-12-31T00:00:00Z' });
    expect([start, card.date]).toEqual([start, date]);
  }
});

test('a job over midnight belongs to the date of its start', async () => {
  const card = await shop.book('2025-03-12', { appt_start: '2025-03-13T05:00:00Z', appt_end: '2025-03-13T09:00:00Z' });
  expect(card.date).toBe('2025-03-12');
});

test('a PATCH with the same values is the same version, no history and no revision', async () => {
  const day = '2025-03-14';
  const card = await shop.book(day, { notes: 'Blue gate', tech_id: shop.technicianIds[0] });
  const same = {
    expected_version: 1,
    appt_start: `${day}T08:00:00-07:00`,
    notes: 'Blue gate',
    service_codes: ['oil'],
    paid_cents: 0,
    tech_id: shop.technicianIds[0],
  };
  expect(await patch(card.id, same)).toMatchObject({ version: 1, revision: '1' });
  expect((await getHistory(shop.database, shop.ctx(), card.id, {})).total).toBe(1);
});

test('null clears an optional field', async () => {
  const card = await shop.book('2025-03-15', { notes: 'Blue gate', tech_id: shop.technicianIds[0] });
  expect(await patch(card.id, { expected_version: 1, notes: null, tech_id: null })).toMatchObject({
    notes: null,
    tech_id: null,
    tech_name: null,
  });
});

test('lines that stay keep the price they had, repeated codes mean quantity, and a retired service can stay but not come', async () => {
  const card = await shop.book('2025-03-16', { service_codes: ['OIL', 'oil'] });
  expect(card).toMatchObject({
    total_cents: 15800,
    services: [{ code: 'OIL', name: 'Oil change', qty: 2, price_cents: 7900 }],
  });
  await shop.sql(`update services set base_price_cents = 9900, is_active = false where code = 'OIL'`);
  expect(await patch(card.id, { expected_version: 1, service_codes: ['OIL', 'BRAKES'] })).toMatchObject({
    total_cents: 7900 + 24900,
    services: [
      { code: 'OIL', qty: 1, price_cents: 7900 },
      { code: 'BRAKES', qty: 1, price_cents: 24900 },
    ],
  });
  await expect(shop.book('2025-03-16')).rejects.toMatchObject({
    code: 'validation_error',
    details: { fields: { 'service_codes.0': ['There is no active service with the code "OIL".'] } },
  });
  await shop.sql(`update services set base_price_cents = 7900, is_active = true where code = 'OIL'`);
});

test('what a PATCH refers to is checked after the version', async () => {
  const card = await shop.book('2025-03-17');
  const bad = { tech_id: '0190f3c2-6f0a-7c3e-9d2b-4b1f0c8a7e11' };
  await expect(patch(card.id, { expected_version: 9, ...bad })).rejects.toMatchObject({ code: 'version_conflict' });
  await expect(patch(card.id, { expected_version: 1, ...bad })).rejects.toMatchObject({
    details: { fields: { tech_id: [expect.any(String)] } },
  });
  await expect(patch(card.id, { expected_version: 1, appt_end: '2025-03-17T14:00:00Z' })).rejects.toMatchObject({
    details: { fields: { appt_end: ['must be after appt_start'] } },
  });
  expect(await read(card.id)).toMatchObject({ version: 1 });
});

test('a technician booked twice at once is allowed, and marked on both cards, over midnight and boards too', async () => {
  const tech_id = shop.technicianIds[1];
  const [day, next] = ['2025-03-20', '2025-03-21'];
  const late = await shop.book(day, { tech_id, appt_start: `${next}T05:00:00Z`, appt_end: `${next}T09:00:00Z` });
  expect(late).toMatchObject({ date: day, double_booked: false });
  const early = await shop.book(next, { tech_id, appt_start: `${next}T08:00:00Z`, appt_end: `${next}T10:00:00Z` });
  expect(early).toMatchObject({ date: next, double_booked: true });
  expect(await read(late.id)).toMatchObject({ double_booked: true, version: 1 });
  // The mark came to another board: a revision there, too.
  expect(await revisions(day, next)).toEqual([2, 1]);
  await patch(early.id, { expected_version: 1, appt_start: `${next}T09:00:00Z` });
  expect(await read(late.id)).toMatchObject({ double_booked: false });
  expect(await read(early.id)).toMatchObject({ double_booked: false });
  expect(await revisions(day, next)).toEqual([3, 2]);
});

test('of overlapping bookings of one technician made at once, every one is marked', async () => {
  const tech_id = shop.technicianIds[1];
  const cards = await Promise.all(Array.from({ length: 6 }, () => shop.book('2025-03-25', { tech_id })));
  const marks = await Promise.all(cards.map(async ({ id }) => (await read(id)).double_booked));
  expect(marks).toEqual(cards.map(() => true));
});
