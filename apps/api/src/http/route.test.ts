import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { parseRaw, sendRaw } from '../../test/raw-http.ts';
import { serveBare } from '../../test/serve-bare.ts';
import type { RequestContext } from '../request-context.ts';
import { route } from './route.ts';

const paths = '/api/admin/appointments';
// What the handlers were given, the latest last.
const seen: { ctx: RequestContext; params: unknown; query: unknown; body: unknown }[] = [];
const page = { items: [], total: 0, page: 1, page_size: 50, pages: 0 };

const bare = await serveBare([
  (app, deps) => {
    route(app, endpoints.moveAppointment, deps, async (input) => {
      seen.push(input);
      return { json: '{}', replayed: false };
    });
    route(app, endpoints.createAppointment, deps, async (input) => {
      seen.push(input);
      return { json: '{}', replayed: false };
    });
    route(app, endpoints.cancelAppointment, deps, async (input) => {
      seen.push(input);
      return { json: '{}', replayed: false };
    });
    route(app, endpoints.createCustomer, deps, async (input) => {
      seen.push(input);
      return endpoints.createCustomer.examples.data;
    });
    route(app, endpoints.createTechnician, deps, async () => ({ json: '{}', replayed: false }));
    route(app, endpoints.createVehicle, deps, async () => ({ json: '{}', replayed: false }));
    route(app, endpoints.updateCustomer, deps, async () => ({ json: '{}', replayed: false }));
    route(app, endpoints.listServices, deps, async (input) => {
      seen.push(input);
      return page;
    });
    route(app, endpoints.getBoard, deps, async (input) => {
      seen.push(input);
      return { envelope: Buffer.from('{}'), etag: '"r42"' };
    });
  },
]);
afterAll(() => bare.close());
beforeEach(() => void seen.splice(0));
const { api } = bare;

const booking = {
  customer_id: 'c',
  vehicle_id: 'v',
  service_codes: ['OIL'],
  appt_start: '2025-09-20T08:00:00-07:00',
  appt_end: '2025-09-20T09:00:00-07:00',
};

async function fieldsOf(method: string, path: string, body: unknown, headers?: Record<string, string>) {
  const answer = await api(method, path, body, headers);
  expect(answer.body).toMatchObject({
    ok: false,
    error: { code: 'validation_error' },
    correlation_id: expect.any(String),
  });
  expect(answer.status).toBe(400);
  return answer.body.error.details.fields;
}

test('text is trimmed before it is judged, in lists too', async () => {
  await api('POST', '/api/admin/customers', { name: ' Ana ' });
  expect(seen.pop()?.body).toEqual({ name: 'Ana' });
  await api('POST', paths, { ...booking, service_codes: [' OIL\t', 'OIL'], notes: '\n brakes ' });
  expect(seen[0]?.body).toMatchObject({ service_codes: ['OIL', 'OIL'], notes: 'brakes' });
  expect(await fieldsOf('POST', paths, { ...booking, notes: '  ' })).toEqual({ notes: ['must not be empty'] });
  await api('GET', '/api/admin/services?search=%20oil%20');
  expect(seen[1]?.query).toEqual({ search: 'oil' });
});

test.each(['\u200b', ' \u200d\u2060\u00ad ', '\u3164\ufe0f'])('text that nobody can see is none: %j', async (name) => {
  expect(await fieldsOf('POST', '/api/admin/customers', { name })).toEqual({ name: ['must not be empty'] });
  await api('POST', '/api/admin/customers', { name: 'Noa \u2764\ufe0f' });
  expect(seen.at(-1)?.body).toEqual({ name: 'Noa \u2764\ufe0f' });
});

test('every field that does not fit is named by its path, with a sentence', async () => {
  const body = {
    vehicle_id: 7,
    service_codes: ['OIL', '', 3],
    appt_start: 'soon',
    appt_end: null,
    paid_cents: -1,
    nots: 'x',
  };
  expect(await fieldsOf('POST', paths, body)).toEqual({
    customer_id: ['is required'],
    vehicle_id: ['must be text'],
    'service_codes.1': ['must not be empty'],
    'service_codes.2': ['must be text'],
    appt_start: [expect.stringMatching(/^must be an instant with an offset/)],
    appt_end: ['must be text'],
    paid_cents: ['must be at least 0'],
    nots: ['is not a known field'],
  });
  expect(
    await fieldsOf('POST', `${paths}/a/move`, { new_status: 'gone', expected_version: 1.5, position: '2' }),
  ).toEqual({
    new_status: ['must be one of scheduled, in_progress, ready, completed, no_show'],
    expected_version: ['must be a whole number'],
    position: ['must be a whole number'],
  });
});

const sentences: [string, string, unknown, Record<string, string[]>][] = [
  ['an object', paths, [], { body: ['must be an object'] }],
  ['not null', paths, null, { body: ['must be an object'] }],
  ['items there must be', paths, { ...booking, service_codes: [] }, { service_codes: ['must not be empty'] }],
  [
    'too many items',
    paths,
    { ...booking, service_codes: Array(51).fill('A') },
    { service_codes: ['must have at most 50 items'] },
  ],
  ['too long', paths, { ...booking, notes: 'n'.repeat(10_001) }, { notes: ['must have at most 10000 characters'] }],
  [
    'too large',
    paths,
    JSON.stringify(booking).replace('}', ',"paid_cents":1e400}'),
    { paid_cents: ['must be a whole number'] },
  ],
  ['above the most', paths, { ...booking, paid_cents: 1_000_000_001 }, { paid_cents: ['must be at most 1000000000'] }],
  ['text or null', paths, { ...booking, notes: 1 }, { notes: ['must be text or null'] }],
  ['NUL', paths, { ...booking, notes: 'a\u0000b' }, { notes: ['must not contain NUL or half characters'] }],
  [
    'a lone surrogate',
    '/api/admin/customers',
    '{"name":"a\\ud800"}',
    { name: ['must not contain NUL or half characters'] },
  ],
  [
    'an address',
    '/api/admin/customers',
    { name: 'A', email: 'ana' },
    { email: ['must be an e-mail address, such as ana@example.com'] },
  ],
  ['a color', '/api/admin/technicians', { name: 'A', color: 'red' }, { color: ['must be a color such as #2563eb'] }],
  [
    'a VIN',
    '/api/admin/vehicles',
    { customer_id: 'c', make: 'm', model: 'm', vin: 'I' },
    { vin: ['must be 17 letters and digits, without I, O and Q'] },
  ],
  [
    'a key of the language',
    '/api/admin/customers',
    '{"name":"A","__proto__":{"x":1}}',
    { ['__proto__']: ['is not a known field'] },
  ],
  [
    'a method of all objects',
    '/api/admin/customers',
    '{"name":"A","constructor":1}',
    { constructor: ['is not a known field'] as never },
  ],
  ['not JSON', paths, '{"a":', { body: ['must be JSON'] }],
  ['invalid UTF-8', paths, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), { body: ['must be UTF-8'] }],
  ['a depth bomb', paths, '['.repeat(200_000), { body: ['must be JSON'] }],
  ['a deep body', paths, `${'['.repeat(1000)}${']'.repeat(1000)}`, { body: ['must not be nested more than 32 deep'] }],
  ['nothing', paths, '', { body: ['is required'] }],
];

test.each(sentences)('400: %s', async (_, path, body, fields) => {
  const answer = await api('POST', path, body, { 'content-type': 'application/json' });
  expect([answer.status, answer.body.error?.code]).toEqual([400, 'validation_error']);
  expect(JSON.stringify(answer.body.error.details.fields)).toBe(JSON.stringify(fields));
});

test('a PATCH names at least one field', async () => {
  expect(await fieldsOf('PATCH', '/api/admin/customers/c', {})).toEqual({ body: ['must name at least 1 field'] });
});

test('of very many faults only some are told', async () => {
  const body = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`f${i}`, 1]));
  expect(Object.keys(await fieldsOf('POST', paths, body))).toHaveLength(50);
});

test('the last of two equal keys counts', async () => {
  await api('POST', '/api/admin/customers', '{"name":"A","name":"B"}', { 'content-type': 'application/json' });
  expect(seen[0]?.body).toEqual({ name: 'B' });
});

test.each([
  ['no type', undefined],
  ['text', 'text/plain'],
  ['another charset', 'application/json; charset=latin1'],
  ['another charset behind others', 'application/json; a=b; charset=utf-16'],
  ['a form', 'application/x-www-form-urlencoded'],
  ['nonsense', 'json'],
])('415: %s', async (_, type) => {
  const head = `POST ${paths} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${type ? `Content-Type: ${type}\r\n` : ''}`;
  const answer = parseRaw(await sendRaw(bare.port, `${head}Content-Length: 2\r\n\r\n{}`));
  expect([answer.status, answer.body.error.code]).toEqual([415, 'unsupported_media_type']);
});

test('415: a compressed body', async () => {
  const answer = await api('POST', paths, booking, { 'content-encoding': 'gzip' });
  expect(answer.status).toBe(415);
});

test('413: a body over 1 MiB, announced or not', async () => {
  const large = JSON.stringify({ ...booking, notes: 'n'.repeat(1024 * 1024) });
  const announced = await api('POST', paths, large, { 'content-type': 'application/json' });
  expect([announced.status, announced.body.error.code]).toEqual([413, 'payload_too_large']);
  const head = `POST ${paths} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const chunk = `${(1024 * 1024 + 1).toString(16)}\r\n${'x'.repeat(1024 * 1024 + 1)}\r\n0\r\n\r\n`;
  expect(parseRaw(await sendRaw(bare.port, head + chunk)).status).toBe(413);
});

test('413 does not cut off who is still sending: the rest of the body is read, and the connection lives on', async () => {
  const size = 3 * 1024 * 1024;
  const post = `POST ${paths} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${size}\r\n\r\n`;
  const get = 'GET /openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
  const answers = await sendRaw(bare.port, post + 'x'.repeat(size) + get);
  expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
});

test('fields in the body of an operation that takes none are named', async () => {
  const path = `${paths}/a?expected_version=1`;
  const fields = await fieldsOf('DELETE', path, { expected_version: 3, reason: 'x' });
  expect(fields).toEqual({ expected_version: ['is not a known field'], reason: ['is not a known field'] });
  expect((await api('DELETE', path, {})).status).toBe(200);
  expect((await api('DELETE', path)).status).toBe(200);
});

test('bodies of GET and DELETE that are not JSON are not looked at', async () => {
  const head = (line: string) =>
    `${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: text/x\r\nContent-Length: 3\r\n\r\nabc`;
  expect(parseRaw(await sendRaw(bare.port, head('GET /api/admin/services'))).status).toBe(200);
  expect(parseRaw(await sendRaw(bare.port, head(`DELETE ${paths}/a?expected_version=1`))).status).toBe(200);
});

test('queries: text becomes what the schema wants, unknown ones are ignored, twice the same is refused', async () => {
  await api('GET', '/api/admin/services?page=2&page_size=%2B10&is_active=false&search=&other=1');
  expect(seen[0]?.query).toEqual({ page: 2, page_size: 10, is_active: false, search: '' });
  const fields = (query: string) => fieldsOf('GET', `/api/admin/services?${query}`, undefined);
  expect(await fields('page=0')).toEqual({ page: ['must be at least 1'] });
  expect(await fields('page=1.0&is_active=1')).toEqual({
    page: ['must be a whole number'],
    is_active: ['must be true or false'],
  });
  expect(await fields('page=1e1&page_size=201')).toEqual({
    page: ['must be a whole number'],
    page_size: ['must be at most 200'],
  });
  expect(await fields('page=1&page=2')).toEqual({ page: ['must be a whole number'] });
  expect(await fields('search=%00')).toEqual({ search: ['must not contain NUL or half characters'] });
  expect(await fieldsOf('DELETE', `${paths}/a`, undefined)).toEqual({ expected_version: ['is required'] });
});

test('a date is a day that exists', async () => {
  for (const date of [
    '2025-02-29',
    '2025-9-20',
    '2025-09-20T00:00:00Z',
    '1969-12-31',
    '2200-01-01',
    '0000-01-01',
    '',
  ]) {
    expect(Object.keys(await fieldsOf('GET', `${paths}/board?date=${date}`, undefined)), date).toEqual(['date']);
  }
  expect((await api('GET', `${paths}/board?date=2024-02-29`)).status).toBe(200);
});

test('params arrive decoded; one that nothing can have is not found', async () => {
  await api('POST', `${paths}/a%2Fb%C3%A9/move`, { new_status: 'ready', expected_version: 1 });
  expect(seen[0]?.params).toEqual({ id: 'a/bé' });
  for (const id of ['%00', 'x'.repeat(5_000), '%0A']) {
    const answer = await api('POST', `${paths}/${id}/move`, { new_status: 'ready', expected_version: 1 });
    expect([answer.status, answer.body.error.code]).toEqual([404, 'not_found']);
  }
});

test('the context: shop, anonymous, correlation id, no key unless one was sent', async () => {
  await api('POST', `${paths}/a/move`, { new_status: 'ready', expected_version: 1 }, { 'x-correlation-id': 'abc-1' });
  expect(seen[0]?.ctx).toMatchObject({
    shop: { id: 'shop-1' },
    actor: { id: 'anonymous', name: 'anonymous' },
    correlationId: 'abc-1',
    idempotency: null,
  });
});

test('a key stands for method, path and what was understood of the body', async () => {
  const hashOf = async (id: string, body: unknown, key = 'k') => {
    await api('POST', `${paths}/${id}/move`, body, { 'idempotency-key': key, 'content-type': 'application/json' });
    const idempotency = seen.at(-1)?.ctx.idempotency;
    expect(idempotency?.key).toBe(key);
    return idempotency?.requestHash;
  };
  const hash = await hashOf('a', { new_status: 'ready', expected_version: 1 });
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashOf('a', '{ "expected_version": 1.0, "new_status": " ready" }', 'other key')).toBe(hash);
  expect(await hashOf('b', { new_status: 'ready', expected_version: 1 })).not.toBe(hash);
  expect(await hashOf('a', { new_status: 'ready', expected_version: 2 })).not.toBe(hash);
  await api('DELETE', `${paths}/a?expected_version=1`, undefined, { 'idempotency-key': 'k' });
  await api('DELETE', `${paths}/a?expected_version=2`, undefined, { 'idempotency-key': 'k' });
  const [first, second] = seen.slice(-2).map(({ ctx }) => ctx.idempotency?.requestHash);
  expect(first).not.toBe(second);
});

test.each(['', 'x'.repeat(256), 'a\tb', 'clé'])('400: the Idempotency-Key %j', async (key) => {
  const head = `POST ${paths}/a/move HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n`;
  const body = '{"new_status":"ready","expected_version":1}';
  const sent = `${head}Idempotency-Key: ${key}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
  const answer = parseRaw(await sendRaw(bare.port, sent));
  expect([answer.status, Object.keys(answer.body.error.details.fields)]).toEqual([400, ['Idempotency-Key']]);
});
