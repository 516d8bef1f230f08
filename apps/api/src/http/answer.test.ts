import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import { afterAll, expect, test } from 'vitest';
import { serveBare } from '../../test/serve-bare.ts';
import { route } from './route.ts';

const paths = '/api/admin/appointments';
const moved = JSON.stringify(endpoints.moveAppointment.examples.data);
const envelope = Buffer.from(JSON.stringify({ ok: true, data: endpoints.getBoard.examples.data }));
const large = Buffer.from(JSON.stringify({ ok: true, data: 'a board of many cards, '.repeat(500) }));

const service = endpoints.createService.examples.data;
const list = { items: Array(50).fill(service), total: 50, page: 1, page_size: 50, pages: 1 };

const bare = await serveBare([
  (app, deps) => {
    // With a space, to see that it is sent as it is and not parsed and written again.
    route(app, endpoints.moveAppointment, deps, async ({ ctx, body }) => {
      ctx.timing.dbMs += 12.34;
      return { json: ` ${moved}`, replayed: body.position === 7 };
    });
    route(app, endpoints.createCustomer, deps, async () => endpoints.createCustomer.examples.data);
    route(app, endpoints.createTechnician, deps, async () => ({
      json: JSON.stringify('n'.repeat(5_000)),
      replayed: false,
    }));
    route(app, endpoints.getBoard, deps, async ({ query }) =>
      query.tech_id === 'many' ? { envelope: large, etag: '"r43"' } : { envelope, etag: '"r42"' },
    );
    route(app, endpoints.listServices, deps, async () => list);
  },
]);
afterAll(() => bare.close());
const { api } = bare;

test('a write is answered with the very text of its first answer', async () => {
  const answer = await fetch(`${bare.url}${paths}/a/move`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: JSON.stringify({ new_status: 'ready', expected_version: 1 }),
  });
  expect(await answer.text()).toBe(`{"ok":true,"data": ${moved}}`);
  expect(answer.headers.get('idempotent-replayed')).toBeNull();
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(answer.headers.get('server-timing')).toMatch(/^db;dur=12\.3, total;dur=\d+\.\d$/);
  const again = await api('POST', `${paths}/a/move`, { new_status: 'ready', expected_version: 1, position: 7 });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
});

test('plain data is put in the envelope with the status of the endpoint', async () => {
  const answer = await api('POST', '/api/admin/customers', { name: ' Ana ' });
  expect(answer.status).toBe(201);
  expect(answer.body).toEqual({ ok: true, data: endpoints.createCustomer.examples.data });
});

test.each(['"r42"', 'W/"r42"', '*', '"x", "r42"', 'W/"x",W/"r42"'])('304 for If-None-Match: %s', async (tag) => {
  const answer = await api('GET', `${paths}/board`, undefined, { 'if-none-match': tag });
  expect([answer.status, answer.body, answer.headers.get('etag')]).toEqual([304, '', '"r42"']);
  expect(answer.headers.get('x-correlation-id')).toBeTruthy();
  expect(answer.headers.get('server-timing')).toMatch(/^db;dur=/);
});

test.each(['"r4"', 'r42', '"R42"', ''])('200 for If-None-Match: %s', async (tag) => {
  const answer = await api('GET', `${paths}/board`, undefined, { 'if-none-match': tag });
  expect([answer.status, answer.headers.get('etag'), answer.headers.get('cache-control')]).toEqual([
    200,
    '"r42"',
    'no-cache',
  ]);
  expect(answer.body).toEqual(JSON.parse(envelope.toString()));
});

/** Headers and bytes as they were sent; `fetch` would unpack them. */
async function getRaw(path: string, headers: Record<string, string>, method = 'GET') {
  const request = httpRequest(`${bare.url}${path}`, { method, headers }).end();
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const { 'content-encoding': coding, 'content-length': length, etag, vary } = answer.headers;
  return { status: answer.statusCode, coding, length: Number(length), etag, vary, bytes: await buffer(answer) };
}

test('a large answer is sent compressed to those who take it, under a tag that tells of no bytes', async () => {
  const get = (accept: string, more = {}) =>
    getRaw(`${paths}/board?tech_id=many`, { 'accept-encoding': accept, ...more });
  const vary = 'Origin, Accept-Encoding';
  const packed = await get('br, gzip, deflate');
  expect(packed).toMatchObject({ status: 200, coding: 'gzip', etag: 'W/"r43"', vary, length: packed.bytes.length });
  expect(gunzipSync(packed.bytes)).toEqual(large);
  expect(packed.bytes.length).toBeLessThan(large.length / 4);
  for (const accept of ['identity', 'br', 'gzip;q=0, br', 'x-gzip-not']) {
    const plain = await get(accept);
    expect(plain).toMatchObject({ status: 200, coding: undefined, etag: '"r43"', vary, length: large.length });
    expect(plain.bytes).toEqual(large);
  }
  for (const tag of ['W/"r43"', '"r43"']) {
    const same = { status: 304, coding: undefined, etag: 'W/"r43"', vary };
    expect(await get('gzip', { 'if-none-match': tag })).toMatchObject(same);
  }
  const head = await getRaw(`${paths}/board?tech_id=many`, { 'accept-encoding': 'gzip' }, 'HEAD');
  expect({ ...head, bytes: packed.bytes }).toEqual(packed);
});

test('lists are compressed as boards are; what is short, and the answer of a write, is sent as it is', async () => {
  const long = await getRaw('/api/admin/services', { 'accept-encoding': 'gzip' });
  expect(long).toMatchObject({ coding: 'gzip', vary: 'Origin, Accept-Encoding' });
  expect(JSON.parse(String(gunzipSync(long.bytes)))).toEqual({ ok: true, data: list });
  const short = await getRaw(`${paths}/board`, { 'accept-encoding': 'gzip' });
  expect(short).toMatchObject({ coding: undefined, etag: '"r42"', vary: 'Origin' });
  const { headers, body } = await api('POST', '/api/admin/technicians', { name: 'Sam' }, { 'accept-encoding': 'gzip' });
  expect([body.data.length, headers.get('content-encoding'), headers.get('vary')]).toEqual([5_000, null, 'Origin']);
});

test('HEAD mirrors GET', async () => {
  const [get, head] = [await api('GET', `${paths}/board`), await api('HEAD', `${paths}/board`)];
  expect([head.status, head.body]).toEqual([200, '']);
  for (const name of ['etag', 'content-length', 'content-type', 'cache-control']) {
    expect(head.headers.get(name)).toBe(get.headers.get(name));
  }
});
