import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { APPOINTMENTS, newAppointment, openWorld } from '../../../test/contract/world.ts';

// What only happens when requests meet, or come again after the world has moved on.

const world = await openWorld();
afterAll(() => world.close());

const day = (n: number) => `2025-04-${String(n).padStart(2, '0')}`;

test('a booking that comes again with its key is replayed, also when what it refers to is gone by now', async () => {
  const service = (
    await world.api('POST', '/api/admin/services', { code: 'GONE', name: 'Soon gone', base_price_cents: 100 })
  ).data;
  const technician = (await world.api('POST', '/api/admin/technicians', { name: 'Leaving' })).data;
  const body = newAppointment(world, day(1), { service_codes: ['GONE'], tech_id: technician.id });
  const key = { 'idempotency-key': randomUUID() };
  const first = await world.api('POST', APPOINTMENTS, body, key);
  await world.api('DELETE', `/api/admin/services/${service.id}`);
  await world.api('PATCH', `/api/admin/technicians/${technician.id}`, { is_active: false });
  const again = await world.api('POST', APPOINTMENTS, body, key);
  expect([again.status, again.headers.get('idempotent-replayed'), again.body]).toEqual([201, 'true', first.body]);
  expect((await world.api('POST', APPOINTMENTS, body)).status).toBe(400);
});

test('a key of another request is a mismatch before what a booking refers to is looked at', async () => {
  const key = { 'idempotency-key': randomUUID() };
  await world.api('POST', APPOINTMENTS, newAppointment(world, day(2)), key);
  const other = newAppointment(world, day(2), { service_codes: ['NOTHING'] });
  const answer = await world.api('POST', APPOINTMENTS, other, key);
  expect([answer.status, answer.body.error.code]).toEqual([409, 'idempotency_mismatch']);
});

test('of reschedules, a change, a move and an undo of one version at once, one wins and the others are 409', async () => {
  for (let i = 0; i < 12; i += 1) {
    const made = await world.book(day(3), { tech_id: i % 2 ? world.techIds[0] : null });
    const card = (await world.patch(made, { notes: 'once' })).data;
    const at = (date: string) => ({ appt_start: `${date}T15:00:00Z`, appt_end: `${date}T16:00:00Z` });
    const answers = await Promise.all([
      world.patch(card, at(day(4))),
      world.patch(card, at(day(5))),
      world.patch(card, { notes: 'twice' }),
      world.move(card, 'in_progress'),
      world.undo(card),
      world.patch(card, at(day(6))),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409, 409]);
    const version = (await world.card(card.id)).version;
    expect(version).toBe(card.version + 1);
    expect((await world.history(card.id)).map((item) => item.version)).toEqual([3, 2, 1]);
  }
});

test('a caller who guesses the next version while it is being made is answered, never with a defect', async () => {
  for (let i = 0; i < 15; i += 1) {
    const card = await world.book(day(7));
    const next = { ...card, version: 2 };
    const answers = await Promise.all([
      world.move(card, 'in_progress'),
      world.patch(next, { notes: 'guessed' }),
      world.undo(next),
      world.cancel(next),
    ]);
    for (const { status, body } of answers) expect([200, 409, 404], JSON.stringify(body)).toContain(status);
  }
});

test('one key on two boards at once: one is applied, the other is a mismatch', async () => {
  for (let i = 0; i < 5; i += 1) {
    const [a, b] = [await world.book(day(8)), await world.book(day(9))];
    const key = { 'idempotency-key': randomUUID() };
    const body = { new_status: 'in_progress', expected_version: 1 };
    const answers = await Promise.all(
      [a, b].map((card) => world.api('POST', `${APPOINTMENTS}/${card.id}/move`, body, key)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.error.code).toBe('idempotency_mismatch');
  }
});

test('one key at once for a change on one board and for what changes nothing on another: one is a mismatch', async () => {
  const other = await world.another();
  const servers = [world.api, other.api];
  for (let i = 0; i < 60; i += 1) {
    const [a, b] = [await world.book(day(10)), await world.book(day(11))];
    const key = { 'idempotency-key': randomUUID() };
    const move = { new_status: 'in_progress', expected_version: 1 };
    const stay = { position: b.position, expected_version: 1 };
    const [one, two] = i % 2 === 0 ? servers : servers.toReversed();
    const answers = await Promise.all([
      one?.('POST', `${APPOINTMENTS}/${a.id}/move`, move, key),
      two?.('POST', `${APPOINTMENTS}/${b.id}/reorder`, stay, key),
    ]);
    const statuses = answers.map((answer) => answer?.status);
    expect(statuses.toSorted()).toEqual([200, 409]);
    expect(answers.find((answer) => answer?.status === 409)?.body.error.code).toBe('idempotency_mismatch');
    // And so it stays.
    const again = await world.api('POST', `${APPOINTMENTS}/${a.id}/move`, move, key);
    expect(again.status).toBe(statuses[0]);
  }
});

test('one key at once for a new name and for a place that changes nothing: one is a mismatch', async () => {
  const other = await world.another();
  for (let i = 0; i < 40; i += 1) {
    const card = await world.book(day(12));
    const key = { 'idempotency-key': randomUUID() };
    const stay = { position: card.position, expected_version: 1 };
    const answers = await Promise.all([
      world.api('PATCH', `/api/admin/customers/${world.customerId}`, { name: `Ana ${i}` }, key),
      other.api('POST', `${APPOINTMENTS}/${card.id}/reorder`, stay, key),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  }
});
