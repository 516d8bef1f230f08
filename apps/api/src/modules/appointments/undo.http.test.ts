import { afterAll, expect, test } from 'vitest';
import { APPOINTMENTS, openWorld } from '../../../test/contract/world.ts';

// Undo and history over real HTTP.

const world = await openWorld();
afterAll(() => world.close());

let days = 0;
const aDate = () => new Date(Date.UTC(2032, 0, 1 + days++)).toISOString().slice(0, 10);
const at = (date: string, hour = 15) => ({
  appt_start: `${date}T${hour}:00:00Z`,
  appt_end: `${date}T${hour + 1}:00:00Z`,
});

test('an undo takes back a completion, answers like a move, and is a version of type undone', async () => {
  const date = aDate();
  const card = await world.bookIn('completed', date);
  const revision = await world.revision(date);
  const { data } = await world.undo(card);
  expect(data).toEqual({
    appointment_id: card.id,
    status: 'in_progress',
    position: 0,
    version: card.version + 1,
    updated_at: expect.any(String),
    date,
    revision: String(revision + 1),
  });
  expect(await world.card(card.id)).toMatchObject({ status: 'in_progress', check_out_at: null });
  expect((await world.history(card.id))[0]).toMatchObject({
    version: card.version + 1,
    type: 'undone',
    from_status: 'completed',
    to_status: 'in_progress',
  });
});

test('an undo takes back a cancellation: what was 404 is on its board again, in its place', async () => {
  const date = aDate();
  const [, b] = [await world.book(date), await world.book(date), await world.book(date)];
  const gone = (await world.cancel(b)).data;
  expect((await world.api('GET', `${APPOINTMENTS}/${b.id}`)).status).toBe(404);
  const stale = await world.undo(b);
  expect([stale.status, stale.body.error.details.current]).toMatchObject([409, { version: 2, position: 0 }]);
  const back = await world.undo(gone);
  expect(back.data).toMatchObject({ appointment_id: b.id, status: 'scheduled', position: 1, version: 3, date });
  const { updated_at: _, ...shown } = await world.card(b.id);
  const { updated_at: __, revision: ___, ...was } = b;
  expect(shown).toEqual({ ...was, version: 3 });
});

test('an undo of a reorder, a change and a reschedule brings back what was; of an undo, what was undone', async () => {
  const [date, other] = [aDate(), aDate()];
  const [a, b] = [await world.book(date), await world.book(date)];
  const reordered = (await world.reorder(b, 0)).data;
  expect((await world.undo({ id: b.id, ...reordered })).data).toMatchObject({ position: 1, version: 3 });
  const changed = (await world.patch({ id: b.id, version: 3 }, { notes: 'n', paid_cents: 5 })).data;
  await world.undo(changed);
  expect(await world.card(b.id)).toMatchObject({ notes: null, paid_cents: 0, version: 5 });
  const put = (await world.patch(await world.card(b.id), at(other))).data;
  expect(put.date).toBe(other);
  const back = (await world.undo(put)).data;
  expect(back).toMatchObject({ date, position: 1, version: 7 });
  expect((await world.undo({ id: b.id, version: 7 })).data).toMatchObject({ date: other, version: 8 });
  expect((await world.card(a.id)).version).toBe(1);
});

test('the change of a creation, or one of more than 24 hours ago, is 422 not_undoable with its reason', async () => {
  const card = await world.book(aDate());
  expect((await world.undo(card)).body.error).toMatchObject({ code: 'not_undoable', details: { reason: 'creation' } });
  const { version } = (await world.move(card, 'in_progress')).data;
  const age = (text: string) =>
    world.sql(`update events set at = at - interval '${text}' where subject_id = $1 and version = 2`, [card.id]);
  await age('24 hours 1 second');
  const late = await world.undo({ id: card.id, version });
  expect([late.status, late.body.error.details]).toEqual([422, { reason: 'too_late' }]);
  await age('-1 minute');
  expect((await world.undo({ id: card.id, version })).status).toBe(200);
});

test('409 comes before what cannot be undone', async () => {
  const card = await world.book(aDate());
  expect((await world.undo({ id: card.id, version: 9 })).status).toBe(409);
});

test('the history is a list, newest first, one item a version, with who, when, what and in which request', async () => {
  const [date, other] = [aDate(), aDate()];
  const card = await world.book(date);
  await world.book(date);
  const send = async (method: string, path: string, body?: object) => {
    const answer = await world.api(method, `${APPOINTMENTS}/${card.id}${path}`, body, {
      'x-correlation-id': `c.${path.slice(1, 5)}`,
    });
    expect(answer.status, path).toBe(200);
    return answer;
  };
  await send('POST', '/reorder', { position: 1, expected_version: 1 });
  await send('POST', '/move', { new_status: 'in_progress', expected_version: 2, position: 0 });
  await send('PATCH', '', { expected_version: 3, paid_cents: 100, notes: 'Call first' });
  await send('PATCH', '', { expected_version: 4, ...at(other) });
  await send('POST', '/undo', { expected_version: 5 });
  await send('DELETE', '?expected_version=6');
  const { data } = await world.api('GET', `${APPOINTMENTS}/${card.id}/history`);
  expect(data).toMatchObject({ total: 7, page: 1, page_size: 50, pages: 1 });
  const short = data.items.map((it: Record<string, unknown>) => [
    it.version,
    it.type,
    it.from_status,
    it.to_status,
    it.from_position,
    it.to_position,
  ]);
  expect(short).toEqual([
    [7, 'cancelled', 'in_progress', null, 0, null],
    [6, 'undone', 'in_progress', 'in_progress', 0, 0],
    [5, 'rescheduled', 'in_progress', 'in_progress', 0, 0],
    [4, 'updated', null, null, null, null],
    [3, 'moved', 'scheduled', 'in_progress', 1, 0],
    [2, 'reordered', 'scheduled', 'scheduled', 0, 1],
    [1, 'created', null, 'scheduled', null, 0],
  ]);
  for (const item of data.items) {
    expect(item.actor).toEqual({ id: 'anonymous', name: 'anonymous' });
    expect(item.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  }
  const [cancelled, , rescheduled, updated, moved] = data.items;
  expect(updated.changes).toEqual({ paid_cents: { from: 0, to: 100 }, notes: { from: null, to: 'Call first' } });
  expect(rescheduled.changes.date).toEqual({ from: date, to: other });
  expect(moved.changes).toMatchObject({ status: { from: 'scheduled', to: 'in_progress' } });
  expect(cancelled.changes).toEqual({ cancelled: { from: false, to: true } });
  expect([moved.correlation_id, rescheduled.correlation_id]).toEqual(['c.move', 'c.']);
});

test('a history has pages like every list', async () => {
  const card = await world.bookIn('completed', aDate());
  const page = async (query: string) => (await world.api('GET', `${APPOINTMENTS}/${card.id}/history?${query}`)).data;
  expect(await page('page=2&page_size=2')).toMatchObject({
    total: 3,
    page: 2,
    page_size: 2,
    pages: 2,
    items: [{ version: 1 }],
  });
  expect(await page('page=9&page_size=2')).toMatchObject({ total: 3, pages: 2, items: [] });
});

test("another shop's history is 404", async () => {
  const card = await world.book(aDate());
  const other = await world.another({ id: '0190a0b0-0000-7000-8000-00000000beef', name: 'Other', time_zone: 'UTC' });
  expect((await other.api('GET', `${APPOINTMENTS}/${card.id}/history`)).status).toBe(404);
  expect((await world.api('GET', `${APPOINTMENTS}/${world.customerId}/history`)).status).toBe(404);
});
