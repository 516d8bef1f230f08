import { STATUSES, type Status } from '@edgar-auto-shop/contract';
import { afterAll, expect, test } from 'vitest';
import { APPOINTMENTS, openWorld, WAY } from '../../../test/contract/world.ts';

// Moves and reorders over real HTTP: the whole table of the workflow, stamps, places, what they answer.

const world = await openWorld();
afterAll(() => world.close());

/** As the contract draws it. */
const ALLOWED: Record<Status, Status[]> = {
  scheduled: ['in_progress', 'no_show'],
  in_progress: ['ready', 'completed', 'scheduled'],
  ready: ['completed', 'in_progress'],
  completed: [],
  no_show: ['scheduled'],
};
const pairs = STATUSES.flatMap((from) => STATUSES.map((to) => [from, to, ALLOWED[from].includes(to)] as const));
const ids = async (date: string, status: Status) =>
  (await world.board(`date=${date}`)).columns[status].items.map(({ id }: { id: string }) => id);
/** A date of its own for every test. */
let days = 0;
const aDate = () => new Date(Date.UTC(2031, 0, 1 + days++)).toISOString().slice(0, 10);

test.each(pairs)('a move from %s to %s over HTTP is allowed: %s', async (from, to, allowed) => {
  const date = aDate();
  const card = await world.bookIn(from, date);
  const revision = await world.revision(date);
  const answer = await world.move(card, to);
  if (allowed) {
    expect(answer.status).toBe(200);
    expect(answer.data).toMatchObject({ status: to, version: card.version + 1, revision: String(revision + 1) });
    expect(await world.card(card.id)).toMatchObject({ status: to, version: card.version + 1 });
    return;
  }
  expect(answer.status).toBe(422);
  expect(answer.body.error).toEqual({
    code: 'invalid_transition',
    message: `Invalid transition from '${from}' to '${to}'`,
    details: { from, to, allowed: ALLOWED[from] },
  });
  expect(await world.card(card.id)).toEqual(card);
  expect(await world.revision(date)).toBe(revision);
});

test('a move answers the id, column, place, version, time and date of the card and the revision of its board', async () => {
  const date = aDate();
  const card = await world.book(date);
  const { data } = await world.move(card, 'in_progress');
  const board = await world.board(`date=${date}`);
  expect(Object.keys(data)).toEqual([
    'appointment_id',
    'status',
    'position',
    'version',
    'updated_at',
    'date',
    'revision',
  ]);
  const [shown] = board.columns.in_progress.items;
  expect(data).toEqual({
    appointment_id: card.id,
    status: 'in_progress',
    position: 0,
    version: 2,
    updated_at: shown.updated_at,
    date,
    revision: board.revision,
  });
});

test('entering in_progress stamps check_in_at once, completed stamps check_out_at, back to scheduled clears both', async () => {
  const card = await world.bookIn('in_progress', aDate());
  expect(card.check_in_at).toBe(card.updated_at);
  expect(card.check_out_at).toBeNull();
  const follow = async (to: string) => {
    await world.move(await world.card(card.id), to);
    return world.card(card.id);
  };
  await follow('ready');
  const again = await follow('in_progress');
  expect(again.check_in_at).toBe(card.check_in_at);
  const back = await follow('scheduled');
  expect([back.check_in_at, back.check_out_at]).toEqual([null, null]);
  await follow('in_progress');
  const done = await follow('completed');
  expect(done.check_out_at).toBe(done.updated_at);
  expect(done.check_in_at < done.check_out_at).toBe(true);
});

test('a moved card goes to the end, or to the index it shall have; past the end means the end', async () => {
  const date = aDate();
  const [a, b, c, d] = await Promise.all([1, 2, 3, 4].map(() => world.book(date)));
  const place = async (card: { id: string; version: number }, position?: number) =>
    (await world.move(card, 'in_progress', position)).data.position;
  expect(await place(a)).toBe(0);
  expect(await place(b)).toBe(1);
  expect(await place(c, 1)).toBe(1);
  expect(await place(d, 99)).toBe(3);
  expect(await ids(date, 'in_progress')).toEqual([a.id, c.id, b.id, d.id]);
});

test.each([-1, 1.5, 2 ** 31, '1', null])('a position of %j is 400', async (position) => {
  const card = await world.book(aDate());
  for (const [path, body] of [
    ['move', { new_status: 'in_progress' }],
    ['reorder', {}],
  ] as const) {
    const answer = await world.api('POST', `${APPOINTMENTS}/${card.id}/${path}`, {
      ...body,
      expected_version: 1,
      position,
    });
    expect([path, answer.status, Object.keys(answer.body.error.details.fields)]).toEqual([path, 400, ['position']]);
  }
});

test.each(STATUSES)('a reorder is allowed in %s, and makes no gap', async (status) => {
  const date = aDate();
  const cards = [];
  for (let i = 0; i < 3; i += 1) cards.push(await world.bookIn(status, date));
  const [a, b, c] = cards;
  const answer = await world.reorder(a, 2);
  expect(answer.data).toMatchObject({ appointment_id: a.id, status, position: 2, version: a.version + 1 });
  expect(await ids(date, status)).toEqual([b.id, c.id, a.id]);
  const { items } = (await world.board(`date=${date}`)).columns[status];
  expect(items.map(({ position }: { position: number }) => position)).toEqual([0, 1, 2]);
  expect((await world.reorder(c, 77)).data.position).toBe(2);
});

test('a neighbour that is shifted changes its place, not its version', async () => {
  const date = aDate();
  const [a, b] = [await world.book(date), await world.book(date)];
  await world.move(a, 'in_progress');
  expect(await world.card(b.id)).toEqual({ ...b, position: 0, revision: undefined });
  expect((await world.card(b.id)).version).toBe(1);
});

test('a reorder to its own place is 200 with the same version, no history and no revision', async () => {
  const date = aDate();
  const [a, b] = [await world.book(date), await world.book(date)];
  const revision = await world.revision(date);
  for (const [card, position] of [
    [a, 0],
    [b, 1],
    [b, 50],
  ] as const) {
    const answer = await world.reorder(card, position);
    expect([answer.status, answer.data.version, answer.data.revision]).toEqual([200, 1, String(revision)]);
    expect(answer.data.updated_at).toBe(card.updated_at);
  }
  expect(await world.revision(date)).toBe(revision);
  expect(await world.history(b.id)).toHaveLength(1);
});

test('404 comes before 409, 409 before 422', async () => {
  const card = await world.bookIn('completed', aDate());
  const stale = await world.move({ id: card.id, version: 1 }, 'completed');
  expect([stale.status, stale.body.error.code]).toEqual([409, 'version_conflict']);
  expect((await world.move(card, 'completed')).status).toBe(422);
  await world.cancel(card);
  expect((await world.move({ id: card.id, version: 1 }, 'completed')).status).toBe(404);
});

test('a refusal is not remembered: its key is judged again', async () => {
  const card = await world.book(aDate());
  const key = { 'idempotency-key': 'refused-first' };
  const send = (body: object) => world.api('POST', `${APPOINTMENTS}/${card.id}/move`, body, key);
  expect((await send({ new_status: 'ready', expected_version: 1 })).status).toBe(422);
  expect((await send({ new_status: 'in_progress', expected_version: 5 })).status).toBe(409);
  const moved = await send({ new_status: 'in_progress', expected_version: 1 });
  expect([moved.status, moved.headers.get('idempotent-replayed')]).toEqual([200, null]);
  expect((await send({ new_status: 'in_progress', expected_version: 1 })).headers.get('idempotent-replayed')).toBe(
    'true',
  );
});

test('an Idempotency-Key may be missing, and then the same again is judged by its version', async () => {
  const card = await world.book(aDate());
  const body = { new_status: 'in_progress', expected_version: 1 };
  expect((await world.api('POST', `${APPOINTMENTS}/${card.id}/move`, body)).status).toBe(200);
  expect((await world.api('POST', `${APPOINTMENTS}/${card.id}/move`, body)).status).toBe(409);
});

test('a body whose words mean the same is the same request of a key, another path is not', async () => {
  const date = aDate();
  const [a, b] = [await world.book(date), await world.book(date)];
  const key = { 'idempotency-key': 'one-meaning' };
  const send = (id: string, text: string) => world.api('POST', `${APPOINTMENTS}/${id}/move`, text, key);
  const first = await send(a.id, '{"new_status":"in_progress","expected_version":1}');
  const again = await send(a.id, '{ "expected_version": 1, "new_status": "in_progress" }');
  expect([again.status, again.body]).toEqual([200, first.body]);
  expect((await send(b.id, '{"new_status":"in_progress","expected_version":1}')).body.error.code).toBe(
    'idempotency_mismatch',
  );
});

test('keys are one space in a shop, and another shop has its own', async () => {
  const other = await world.another({ id: '0190a0b0-0000-7000-8000-00000000cafe', name: 'Other', time_zone: 'UTC' });
  const key = { 'idempotency-key': 'shared' };
  const customer = { name: 'Key Holder' };
  expect((await world.api('POST', '/api/admin/customers', customer, key)).status).toBe(201);
  const card = await world.book(aDate());
  const move = { new_status: 'in_progress', expected_version: 1 };
  const mismatch = await world.api('POST', `${APPOINTMENTS}/${card.id}/move`, move, key);
  expect([mismatch.status, mismatch.body.error.code]).toEqual([409, 'idempotency_mismatch']);
  const elsewhere = await other.api('POST', '/api/admin/customers', customer, key);
  expect([elsewhere.status, elsewhere.headers.get('idempotent-replayed')]).toEqual([201, null]);
});

test('every way through the columns is one version and one history item a step', async () => {
  for (const status of STATUSES) {
    const card = await world.bookIn(status, aDate());
    expect(card.version).toBe(1 + (WAY[status]?.length ?? 0));
    expect((await world.history(card.id)).map(({ version }) => version)).toEqual(
      Array.from({ length: card.version }, (_, i) => card.version - i),
    );
  }
});
