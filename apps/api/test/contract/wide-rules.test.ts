import { ERRORS, STATUSES } from '@edgar-auto-shop/contract';
import { type Endpoint, endpoints } from '@edgar-auto-shop/contract/endpoints';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../src/entry/open-database.ts';
import { Metrics } from '../../src/metrics.ts';
import { parseRaw, sendRaw } from '../raw-http.ts';
import { APPOINTMENTS, BOARD, openWorld, STATS, type Thing, type World } from './world.ts';

// What the wire contract says of everything at once.

let world: World;
beforeAll(async () => {
  world = await openWorld({ RATE_LIMIT: '' });
});
afterAll(() => world.close());

const all = Object.values(endpoints) as Endpoint[];
interface Node {
  type?: string | string[];
  properties?: Record<string, Node>;
  items?: Node;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  maxLength?: number;
  format?: string;
  enum?: unknown[];
  additionalProperties?: boolean;
}
/** Every property in a schema with its name, however deep. */
function* propertiesOf(schema: unknown, name = ''): Generator<[string, Node]> {
  const node = schema as Node | undefined;
  if (node === undefined) return;
  yield [name, node];
  for (const [key, property] of Object.entries(node.properties ?? {})) yield* propertiesOf(property, key);
  if (node.items) yield* propertiesOf(node.items, name);
}
const isA = (type: string, { type: given }: Node) => [given].flat().includes(type);

test('every integer that a client may send has a bound, and amounts go from 0 to 1,000,000,000', () => {
  const found = all.flatMap(({ query, body }) => [...propertiesOf(query), ...propertiesOf(body)]);
  const integers = found.filter(([, node]) => isA('integer', node));
  expect(integers.length).toBeGreaterThan(20);
  expect(integers.filter(([, { minimum, maximum }]) => minimum === undefined || maximum === undefined)).toEqual([]);
  const amounts = integers.filter(([name]) => name.endsWith('_cents'));
  expect(amounts.map(([, { minimum, maximum }]) => [minimum, maximum])).toEqual(amounts.map(() => [0, 1_000_000_000]));
  expect(found.filter(([, node]) => isA('number', node))).toEqual([]);
});

test('every text that a client may send has a length, and takes no NUL and no lone surrogate', () => {
  const texts = all
    .flatMap(({ query, body }) => [...propertiesOf(query), ...propertiesOf(body)])
    .filter(([, node]) => isA('string', node) && !node.enum && !node.format);
  expect(texts.length).toBeGreaterThan(20);
  for (const [name, { pattern = '', maxLength }] of texts) {
    const takes = new RegExp(pattern, 'u');
    for (const bad of ['a\u0000b', 'a\ud800b']) expect(takes.test(bad), name).toBe(false);
    if (!/^\^.*\{\d+\}\$$/.test(pattern)) expect(maxLength, name).toBeLessThanOrEqual(10_000);
  }
});

test('text is trimmed, 1 to 200 characters, without NUL or lone surrogates', async () => {
  const status = async (name: string) =>
    (await world.api('POST', '/api/admin/customers', JSON.stringify({ name }))).status;
  expect(await status(` ${'x'.repeat(200)} `)).toBe(201);
  for (const bad of ['', '   ', 'x'.repeat(201), 'a\u0000b', 'a\ud800b']) expect(await status(bad)).toBe(400);
});

test('bodies take no field that they do not know; queries do', () => {
  const bodies = all.flatMap(({ body }) => (body ? [body as Node] : []));
  expect(bodies.length).toBeGreaterThan(10);
  for (const body of bodies) expect(body.additionalProperties).toBe(false);
  for (const { query } of all) expect((query as Node | undefined)?.additionalProperties ?? true).toBe(true);
});

test('fields are snake_case, those of the stats camelCase, and money is whole minor units in fields that say so', () => {
  const stats = new Set(['jobsToday', 'onPrem', 'statusCounts', 'unpaidTotalCents', 'revenueCents']);
  const seen = new Set<string>();
  for (const [name, node] of all.flatMap(({ data, body }) => [...propertiesOf(data), ...propertiesOf(body)])) {
    seen.add(name);
    if (!stats.has(name)) expect(name).toMatch(/^[a-z0-9_]*$/);
    if (/_cents$|Cents$/.test(name)) expect(isA('integer', node), name).toBe(true);
  }
  for (const name of stats) expect(seen).toContain(name);
});

test('instants arrive in RFC 3339 with any offset and never without one, and leave in UTC with milliseconds', async () => {
  const at = (appt_start: string, appt_end: string) =>
    world.api('POST', APPOINTMENTS, {
      customer_id: world.customerId,
      vehicle_id: world.vehicleId,
      service_codes: ['OIL'],
      appt_start,
      appt_end,
    });
  const made = await at('2025-09-20T20:45:00+05:45', '2025-09-20t16:00:00.123456z');
  expect(made.data).toMatchObject({ appt_start: '2025-09-20T15:00:00.000Z', appt_end: '2025-09-20T16:00:00.123Z' });
  for (const bad of ['2025-09-20T15:00:00', '2025-09-20', '2025-09-20 15:00', '2025-09-20T15:00Z', '1758380400'])
    expect((await at(bad, '2025-09-20T16:00:00Z')).status, bad).toBe(400);
});

test('every list states its order, and answers items, total, page, page_size and pages', async () => {
  const lists = all.filter(({ data }) => (data as Node).properties?.page_size);
  expect(lists.map(({ operationId }) => operationId).toSorted()).toEqual([
    'getHistory',
    'listAppointments',
    'listCustomerVehicles',
    'listCustomers',
    'listServices',
    'listTechnicians',
    'listVehicles',
  ]);
  const card = await world.book('2025-09-21');
  for (const { path, summary, description } of lists) {
    expect(`${summary} ${description}`, path).toMatch(/[Oo]rdered by|newest first/);
    const url = path.replace('{id}', path.includes('customers') ? world.customerId : card.id);
    const first = (await world.api('GET', url)).data;
    expect(Object.keys(first)).toEqual(['items', 'total', 'page', 'page_size', 'pages']);
    expect(first).toMatchObject({ page: 1, page_size: 50, pages: 1 });
    const past = (await world.api('GET', `${url}?page=1000000&page_size=200`)).data;
    expect(past).toEqual({ items: [], total: first.total, page: 1_000_000, page_size: 200, pages: 1 });
    for (const bad of ['page=0', 'page=1.5', 'page_size=0', 'page_size=201'])
      expect((await world.api('GET', `${url}?${bad}`)).status, `${url}?${bad}`).toBe(400);
  }
});

test('a key lives as long as the history does, far longer than 30 days', async () => {
  const card = await world.book('2025-09-22');
  const key = { 'idempotency-key': 'from-a-phone' };
  const body = { new_status: 'in_progress', expected_version: 1 };
  const first = await world.api('POST', `${APPOINTMENTS}/${card.id}/move`, body, key);
  await world.sql("update events set at = at - interval '400 days'");
  const again = await world.api('POST', `${APPOINTMENTS}/${card.id}/move`, body, key);
  expect([again.headers.get('idempotent-replayed'), again.body]).toEqual(['true', first.body]);
  // Nothing may take them away: the role that serves can only add to the logs.
  const may = await world.sql(
    "select has_table_privilege('edgar_app', 'events', 'delete') as d, has_table_privilege('edgar_app', 'events', 'update') as u",
  );
  expect(may).toEqual([{ d: false, u: false }]);
});

test("the shop's zone is fixed after the first start", async () => {
  const { config, log } = world.deps;
  const settings = { ...config, shopTimeZone: 'Europe/Berlin' };
  const again = await openDatabase(world.databaseUrl, world.databaseUrl, settings, { log, metrics: new Metrics() });
  await again.database.close();
  expect(again.shop).toEqual(world.deps.shop);
  expect(again.shop.time_zone).toBe('America/Los_Angeles');
  expect((await world.board('date=2025-09-20')).time_zone).toBe('America/Los_Angeles');
});

test('the default rate limit lets one address with 20 busy users pass', async () => {
  const statuses = new Set<number>();
  const user = async () => {
    for (let i = 0; i < 20; i += 1) statuses.add((await fetch(`${world.url}${STATS}?date=2025-09-20`)).status);
  };
  await Promise.all(Array.from({ length: 20 }, user));
  expect([...statuses]).toEqual([200]);
});

test('a foreign Host is 403 on boards and appointments, for reads too', async () => {
  const port = Number(new URL(world.url).port);
  for (const path of [BOARD, STATS, APPOINTMENTS]) {
    const head = `GET ${path} HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`;
    const answer = parseRaw(await sendRaw(port, head));
    expect([answer.status, answer.body.error.code]).toEqual([403, 'forbidden']);
  }
});

test('health touches no database, readiness does, both in the envelope', async () => {
  const health = await world.api('GET', '/healthz');
  expect(health.body).toEqual({
    ok: true,
    data: { status: 'ok', service: 'edgar-auto-shop', runtime: 'node', version: expect.any(String) },
  });
  expect(health.headers.get('server-timing')).toMatch(/^db;dur=0\.0/);
  expect((await world.api('GET', '/readyz')).data).toEqual({ status: 'ready', migration: expect.any(Number) });
});

test('/openapi.json, /docs and /metrics are served beside the API', async () => {
  const document = (await world.api('GET', '/openapi.json')).body;
  expect(document.openapi).toMatch(/^3\.1/);
  const paths = new Set(Object.keys(document.paths));
  for (const { path } of all) expect(paths).toContain(path);
  expect((await fetch(`${world.url}/docs/`)).headers.get('content-type')).toContain('text/html');
  const metrics = await world.api('GET', '/metrics');
  expect(metrics.headers.get('content-type')).toContain('text/plain');
  expect(metrics.body).toContain('http_request_duration_seconds');
});

test('a trailing slash or an unknown path under /api is 404 in the envelope, whatever is accepted', async () => {
  for (const path of [
    `${BOARD}/`,
    `${APPOINTMENTS}/`,
    '/api',
    '/api/',
    '/api/admin/nothing',
    `${APPOINTMENTS}/x/y/z`,
  ]) {
    const answer = await world.api('GET', path, undefined, { accept: 'text/html' });
    expect([path, answer.status, answer.body.error?.code]).toEqual([path, 404, 'not_found']);
  }
});

test('the words: five statuses in their order, and a closed list of errors with their codes', () => {
  expect(STATUSES).toEqual(['scheduled', 'in_progress', 'ready', 'completed', 'no_show']);
  expect(Object.fromEntries(Object.entries(ERRORS).map(([code, { status }]) => [code, status]))).toEqual({
    validation_error: 400,
    unauthenticated: 401,
    forbidden: 403,
    not_found: 404,
    method_not_allowed: 405,
    version_conflict: 409,
    already_exists: 409,
    idempotency_mismatch: 409,
    payload_too_large: 413,
    unsupported_media_type: 415,
    invalid_transition: 422,
    not_undoable: 422,
    rate_limited: 429,
    internal_error: 500,
    unavailable: 503,
  });
});

test("the version of a record's PATCH is checked only where the client wants it", async () => {
  const nouns: [string, object][] = [
    [`customers/${world.customerId}`, { notes: 'a' }],
    [`vehicles/${world.vehicleId}`, { color: 'red' }],
    [`technicians/${world.techIds[0]}`, { color: '#112233' }],
  ];
  for (const [path, fields] of nouns) {
    const patch = (body: object) => world.api('PATCH', `/api/admin/${path}`, body);
    const { version }: Thing = (await patch(fields)).data;
    expect(version).toBe(2);
    const stale = await patch({ ...fields, expected_version: 1 });
    expect([stale.status, stale.body.error.details.current_version]).toEqual([409, 2]);
  }
});
