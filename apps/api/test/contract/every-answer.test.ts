import { randomUUID } from 'node:crypto';
import { ERRORS, type ErrorCode } from '@edgar-auto-shop/contract';
import { type Endpoint, endpoints, isWrite } from '@edgar-auto-shop/contract/endpoints';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type AnotherServer,
  APPOINTMENTS,
  type Api,
  BOARD,
  newAppointment,
  openWorld,
  STATS,
  UNKNOWN,
  type World,
} from './world.ts';

// Each operation on appointments and boards, and each answer that its endpoint says it can give: over real HTTP.

let world: World;
let limited: AnotherServer;
let outage: World;
let broken: World;
let brokenServer: AnotherServer;
let other: AnotherServer;
const DATE = '2025-09-20';

interface Sent {
  method: string;
  path: string;
  body?: object;
}
/** A request of each operation that succeeds on a card. */
const REQUESTS: Record<string, (card: { id: string; version: number }, at: World) => Sent> = {
  moveAppointment: ({ id, version }) => ({
    method: 'POST',
    path: `${APPOINTMENTS}/${id}/move`,
    body: { new_status: 'in_progress', expected_version: version },
  }),
  reorderAppointment: ({ id, version }) => ({
    method: 'POST',
    path: `${APPOINTMENTS}/${id}/reorder`,
    body: { position: 0, expected_version: version },
  }),
  undoAppointment: ({ id, version }) => ({
    method: 'POST',
    path: `${APPOINTMENTS}/${id}/undo`,
    body: { expected_version: version },
  }),
  getHistory: ({ id }) => ({ method: 'GET', path: `${APPOINTMENTS}/${id}/history` }),
  listAppointments: () => ({ method: 'GET', path: `${APPOINTMENTS}?date=${DATE}` }),
  createAppointment: (_, at) => ({ method: 'POST', path: APPOINTMENTS, body: newAppointment(at, DATE) }),
  getAppointment: ({ id }) => ({ method: 'GET', path: `${APPOINTMENTS}/${id}` }),
  updateAppointment: ({ id, version }) => ({
    method: 'PATCH',
    path: `${APPOINTMENTS}/${id}`,
    body: { expected_version: version, notes: `Note ${randomUUID()}` },
  }),
  cancelAppointment: ({ id, version }) => ({
    method: 'DELETE',
    path: `${APPOINTMENTS}/${id}?expected_version=${version}`,
  }),
  getBoard: () => ({ method: 'GET', path: `${BOARD}?date=${DATE}` }),
  getStats: () => ({ method: 'GET', path: `${STATS}?date=${DATE}` }),
};
const OPERATIONS = Object.keys(REQUESTS);
const requestOf = (operation: string, card: { id: string; version: number }, at: World): Sent =>
  (REQUESTS[operation] as (typeof REQUESTS)[string])(card, at);
const endpointOf = (operation: string) => (endpoints as Record<string, Endpoint>)[operation] as Endpoint;

/** A card that every operation can be done to: its latest change is no creation, and it does not stand at the top. */
async function freshCard(at: World): Promise<{ id: string; version: number }> {
  const card = await at.book(DATE, { appt_start: `${DATE}T17:00:00Z`, appt_end: `${DATE}T18:00:00Z` });
  return (await at.patch(card, { paid_cents: 100 })).data;
}

const send = (api: Api, { method, path, body }: Sent, headers: Record<string, string> = {}) =>
  api(method, path, body, headers);

beforeAll(async () => {
  world = await openWorld();
  await world.book(DATE);
  [limited, other, outage, broken] = await Promise.all([
    world.another(undefined, { RATE_LIMIT: '1' }),
    world.another({ id: randomUUID(), name: 'Other shop', time_zone: 'UTC' }),
    openWorld(),
    openWorld(),
  ]);
  await limited.api('GET', `${BOARD}?date=${DATE}`);
});
afterAll(() => Promise.all([world, outage, broken].map((it) => it.close())));

/** How each error is provoked, whatever the operation. */
const PROVOKE: Partial<Record<ErrorCode, (operation: string) => Promise<unknown>>> = {
  async validation_error(operation) {
    const good = requestOf(operation, await freshCard(world), world);
    const faults: Record<string, Sent> = {
      getHistory: { ...good, path: `${good.path}?page=0` },
      listAppointments: { ...good, path: `${APPOINTMENTS}?date=2025-02-30` },
      cancelAppointment: { ...good, path: good.path.replace(/expected_version=.*/, 'expected_version=0') },
      getBoard: { ...good, path: `${BOARD}?date=tomorrow` },
      getStats: { ...good, path: `${STATS}?date=tomorrow` },
    };
    const bad = faults[operation] ?? { ...good, body: { ...good.body, surprise: 1 } };
    const answer = await send(world.api, bad);
    expect(Object.keys(answer.body.error.details.fields)).toHaveLength(1);
    return answer;
  },
  async forbidden(operation) {
    const good = requestOf(operation, await freshCard(world), world);
    return send(world.api, good, { origin: 'https://evil.example' });
  },
  async not_found(operation) {
    const card = await freshCard(world);
    for (const id of [UNKNOWN, 'not-an-id', '%00', 'a'.repeat(300), card.id.toUpperCase()]) {
      const answer = await send(world.api, requestOf(operation, { ...card, id }, world));
      expect([id, answer.status]).toEqual([id, 404]);
    }
    const elsewhere = await send(other.api, requestOf(operation, card, world));
    const nowhere = await send(other.api, requestOf(operation, { ...card, id: UNKNOWN }, world));
    expect(elsewhere.body.error).toEqual(nowhere.body.error);
    return elsewhere;
  },
  async version_conflict(operation) {
    const card = await freshCard(world);
    const stale = await send(world.api, requestOf(operation, { ...card, version: 1 }, world));
    const { date: _, ...current } = await world.card(card.id);
    expect(stale.body.error.details).toEqual({ expected_version: 1, current_version: 2, current });
    const early = await send(world.api, requestOf(operation, { ...card, version: 3 }, world));
    expect(early.body.error.details).toEqual({ expected_version: 3, current_version: 2, current });
    return early;
  },
  async idempotency_mismatch(operation) {
    const key = { 'idempotency-key': randomUUID() };
    const card = await freshCard(world);
    await send(world.api, requestOf('updateAppointment', card, world), key);
    return send(world.api, requestOf(operation, { id: card.id, version: 3 }, world), key);
  },
  async payload_too_large(operation) {
    const good = requestOf(operation, await freshCard(world), world);
    return world.api(good.method, good.path, JSON.stringify({ ...good.body, notes: 'x'.repeat(1024 * 1024) }));
  },
  async unsupported_media_type(operation) {
    const good = requestOf(operation, await freshCard(world), world);
    return send(world.api, good, { 'content-type': 'text/plain' });
  },
  async invalid_transition() {
    const card = await world.bookIn('ready', DATE);
    const answer = await world.move(card, 'ready');
    expect(answer.body.error.message).toBe("Invalid transition from 'ready' to 'ready'");
    return answer;
  },
  async not_undoable() {
    const answer = await world.undo(await world.book(DATE));
    expect(answer.body.error.details).toEqual({ reason: 'creation' });
    return answer;
  },
  async rate_limited(operation) {
    const answer = await send(limited.api, requestOf(operation, { id: UNKNOWN, version: 1 }, world));
    const wait = answer.body.error.details.retry_after_ms;
    expect(wait).toBeGreaterThan(0);
    expect(answer.headers.get('retry-after')).toBe(String(Math.ceil(wait / 1000)));
    return answer;
  },
};

/** What nobody can bring about: an endpoint's list names it because all of its kind share the list. */
function cannotHappen(operation: string, code: ErrorCode): boolean {
  // A path with an id and nothing else has no wrong form: whatever it says, it is an id, of nothing perhaps.
  if (code === 'validation_error') return operation === 'getAppointment';
  const { method } = endpointOf(operation);
  // A read from a foreign origin is answered; its browser keeps the answer from the page. A foreign Host is told below.
  if (code === 'forbidden') return method === 'GET';
  // The body of a DELETE is not looked at.
  if (code === 'payload_too_large' || code === 'unsupported_media_type') return method === 'DELETE';
  return false;
}

const pairs = OPERATIONS.flatMap((operation) =>
  endpointOf(operation)
    .errors.filter((code) => !cannotHappen(operation, code))
    .map((code) => [operation, ERRORS[code].status, code] as const),
);

test.each(pairs.filter(([, , code]) => PROVOKE[code]))('%s answers %i %s', async (operation, status, code) => {
  const answer = (await PROVOKE[code]?.(operation)) as { status: number; body: { error: { code: string } } };
  expect([answer.status, answer.body.error.code]).toEqual([status, code]);
});

test.each(OPERATIONS)('%s answers a success that fits its schema', async (operation) => {
  const card = await freshCard(world);
  const answer = await send(world.api, requestOf(operation, card, world));
  expect(answer.status).toBe(endpointOf(operation).status);
  expect(Object.keys(answer.body)).toEqual(['ok', 'data']);
  expect(answer.headers.get('server-timing')).toMatch(/^db;dur=\d/);
  expect(answer.headers.get('x-app-version')).toMatch(/^\d+\.\d+\.\d+/);
});

const writes = OPERATIONS.filter((it) => isWrite(endpointOf(it)));
const reads = OPERATIONS.filter((it) => !isWrite(endpointOf(it)));

test.each(writes)(
  '%s again with its key gives the first answer byte for byte, and changes nothing',
  async (operation) => {
    const card = await freshCard(world);
    const sent = requestOf(operation, card, world);
    const raw = async () => {
      const response = await fetch(world.url + sent.path, {
        method: sent.method,
        headers: { 'idempotency-key': `k-${operation}`, ...(sent.body ? { 'content-type': 'application/json' } : {}) },
        ...(sent.body ? { body: JSON.stringify(sent.body) } : {}),
      });
      return [response.status, response.headers.get('idempotent-replayed'), await response.text()] as const;
    };
    const first = await raw();
    const revision = await world.revision(DATE);
    const { id } = JSON.parse(first[2]).data;
    const versions = async () => (await world.history(operation === 'createAppointment' ? id : card.id)).length;
    const before = await versions();
    const second = await raw();
    expect(first.slice(0, 2)).toEqual([endpointOf(operation).status, null]);
    expect(second).toEqual([first[0], 'true', first[2]]);
    expect([await world.revision(DATE), await versions()]).toEqual([revision, before]);
  },
);

test.each(writes)('%s twice at once with one key has one effect and one answer', async (operation) => {
  const card = await freshCard(world);
  const sent = requestOf(operation, card, world);
  const revision = await world.revision(DATE);
  const key = { 'idempotency-key': `twice-${operation}` };
  const answers = await Promise.all(Array.from({ length: 5 }, () => send(world.api, sent, key)));
  expect(answers.map(({ headers }) => headers.get('idempotent-replayed') ?? 'first').toSorted()).toEqual([
    'first',
    'true',
    'true',
    'true',
    'true',
  ]);
  for (const { status, body } of answers)
    expect([status, body]).toEqual([endpointOf(operation).status, answers[0]?.body]);
  expect(await world.revision(DATE)).toBe(revision + 1);
});

test.each(writes.filter((it) => it !== 'createAppointment'))(
  '%s is judged in the order 400, replay, 404, 409, then what the rules say',
  async (operation) => {
    const card = await freshCard(world);
    const sent = requestOf(operation, card, world);
    const key = { 'idempotency-key': `order-${operation}` };
    expect((await send(world.api, sent, key)).status).toBe(200);
    // The replay comes before 404, 409 and the rules: the card is on its way, and gone, when the request comes again.
    const now = operation === 'cancelAppointment' ? null : await world.card(card.id);
    if (now) expect((await world.cancel(now)).status).toBe(200);
    expect((await send(world.api, sent, key)).headers.get('idempotent-replayed')).toBe('true');
    // 400 comes before all, also before the replay and before 404.
    const bad =
      operation === 'cancelAppointment'
        ? { ...sent, path: `${APPOINTMENTS}/${card.id}?expected_version=x` }
        : { ...sent, body: { ...sent.body, expected_version: 'x' } };
    expect((await send(world.api, bad, key)).status).toBe(400);
    // 404 comes before 409: a version that never was, of a thing that is not there.
    expect((await send(world.api, requestOf(operation, { id: UNKNOWN, version: 77 }, world))).status).toBe(404);
  },
);

test.each(reads)('HEAD of %s mirrors GET', async (operation) => {
  const { path } = requestOf(operation, await freshCard(world), world);
  const [get, head] = [await world.api('GET', path), await world.api('HEAD', path)];
  expect([head.status, head.body]).toEqual([200, '']);
  for (const name of ['etag', 'content-length', 'content-type', 'cache-control'])
    expect(head.headers.get(name), name).toBe(get.headers.get(name));
});

test.each(['getBoard', 'getStats'])('%s answers 304 without a body when nothing changed', async (operation) => {
  const { path } = requestOf(operation, { id: '', version: 1 }, world);
  const etag = (await world.api('GET', path)).headers.get('etag') as string;
  for (const method of ['GET', 'HEAD']) {
    const answer = await world.api(method, path, undefined, { 'if-none-match': etag });
    expect([answer.status, answer.body, answer.headers.get('etag')]).toEqual([304, '', etag]);
  }
});

test.each(OPERATIONS)('%s: another method on its path is 405 with Allow', async (operation) => {
  const { path } = requestOf(operation, { id: UNKNOWN, version: 1 }, world);
  const answer = await world.api('PUT', path, {});
  expect([answer.status, answer.body.error.code]).toEqual([405, 'method_not_allowed']);
  expect(answer.headers.get('allow')?.split(', ')).toContain(endpointOf(operation).method);
});

test('every operation answers 503 with Retry-After while the database is gone, and as before once it is back', async () => {
  const card = await freshCard(outage);
  const name = new URL(outage.databaseUrl).pathname.slice(1);
  // The owner's connection of another database: this one's is ended too.
  await world.sql(`alter database ${name} with allow_connections false`);
  await world.sql('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  for (const operation of OPERATIONS) {
    const answer = await send(outage.api, requestOf(operation, card, outage));
    expect([operation, answer.status, answer.body.error.code]).toEqual([operation, 503, 'unavailable']);
    const wait = answer.body.error.details.retry_after_ms;
    expect(answer.headers.get('retry-after'), operation).toBe(String(Math.max(1, Math.ceil(wait / 1000))));
    expect(answer.body.error.message).not.toMatch(/connect ECONN|pg_|edgar_app/);
  }
  expect((await outage.api('GET', '/healthz')).status).toBe(200);
  expect((await outage.api('GET', '/readyz')).status).toBe(503);
  await world.sql(`alter database ${name} with allow_connections true`);
  for (const operation of OPERATIONS.filter((it) => it !== 'cancelAppointment')) {
    const next = await freshCard(outage);
    const answer = await send(outage.api, requestOf(operation, next, outage));
    expect([operation, answer.status]).toEqual([operation, endpointOf(operation).status]);
  }
  expect((await outage.card(card.id)).version).toBe(card.version);
});

test('every operation answers 500 that says nothing of the inside where the server has a defect', async () => {
  const card = await freshCard(broken);
  brokenServer = await broken.another();
  await broken.sql('alter view board_cards rename to board_cards_gone');
  await broken.sql('alter table events rename to events_gone');
  for (const operation of OPERATIONS) {
    const answer = await send(brokenServer.api, requestOf(operation, card, broken));
    expect([operation, answer.status]).toEqual([operation, 500]);
    expect(answer.body.error).toEqual({
      code: 'internal_error',
      message: expect.not.stringMatching(/relation|board_cards|events/),
    });
  }
});

test('no error that an operation names is left without a test of it', () => {
  const elsewhere = new Set(['unavailable', 'internal_error']);
  expect(pairs.filter(([, , code]) => !PROVOKE[code] && !elsewhere.has(code))).toEqual([]);
});
