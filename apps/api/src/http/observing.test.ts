import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { serveBare } from '../../test/serve-bare.ts';
import { invalid } from '../errors.ts';
import { healthRoutes } from '../modules/health/routes.ts';
import { route } from './route.ts';

let hold = 0;
const bare = await serveBare([
  healthRoutes,
  (app, deps) => {
    route(app, endpoints.createCustomer, deps, async ({ ctx }) => {
      ctx.timing.dbMs += 5;
      await sleep(hold);
      throw invalid({ name: ['is taken'] });
    });
    route(app, endpoints.getCustomer, deps, async () => endpoints.getCustomer.examples.data as never);
  },
]);
afterAll(() => bare.close());
beforeEach(() => {
  hold = 0;
  bare.lines.splice(0);
});
const { api } = bare;
const aLine = async () => {
  for (let i = 0; bare.lines.length === 0 && i < 100; i++) await sleep(10);
  return bare.lines;
};

test('one line a request: what, how, how long; never what was in it', async () => {
  const body = { name: 'Ana Torres', phone: '(555) 010-0199', email: 'ana@example.com' };
  const headers = { authorization: 'Bearer secret-token', 'x-correlation-id': 'c-1', 'idempotency-key': 'my-key' };
  await api('POST', '/api/admin/customers?plate=7ABC123', body, headers);
  const lines = await aLine();
  expect(lines).toEqual([
    {
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      correlation_id: 'c-1',
      shop: 'shop-1',
      route: '/api/admin/customers',
      method: 'POST',
      status: 400,
      duration_ms: expect.any(Number),
      db_ms: 5,
    },
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/Ana|0199|ana@|7ABC|secret|my-key/);
});

test('the route is the pattern, and for unknown paths no path at all', async () => {
  await api('GET', '/api/admin/customers/0190f3c2');
  expect((await aLine()).map(({ route: it }) => it)).toEqual(['/api/admin/customers/:id']);
  bare.lines.splice(0);
  await api('GET', '/api/555-010-0199');
  expect(await aLine()).toMatchObject([{ route: 'unknown', status: 404 }]);
  expect(JSON.stringify(bare.lines)).not.toContain('0199');
});

test("a client's correlation id is echoed where it fits, else one is made, on every answer", async () => {
  for (const given of ['a', 'A1._-', 'x'.repeat(128)]) {
    const answer = await api('GET', '/healthz', undefined, { 'x-correlation-id': given });
    expect(answer.headers.get('x-correlation-id')).toBe(given);
  }
  for (const given of ['', 'x'.repeat(129), 'a b', 'a/b']) {
    const answer = await api('GET', '/healthz', undefined, { 'x-correlation-id': given });
    expect(answer.headers.get('x-correlation-id')).toMatch(/^[0-9a-f-]{36}$/);
  }
  for (const path of [
    '/',
    '/docs',
    '/openapi.json',
    '/metrics',
    '/api/nothing',
    '/favicon.ico',
    '/docs/static/swagger-ui.css',
  ]) {
    const answer = await api('GET', path);
    expect(answer.headers.get('x-correlation-id'), path).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get('x-app-version'), path).toMatch(/^\d+\.\d+\.\d+/);
    expect(answer.headers.get('vary')?.toLowerCase(), path).toContain('origin');
  }
});

test('metrics: duration by route, method and status, and what others register', async () => {
  bare.metrics.gauge('db_pool_idle', 'Connections that nobody uses', () => 3);
  bare.metrics.gauge('db_pool_idle', 'Connections that nobody uses', () => 4);
  await api('GET', '/api/admin/customers/0190f3c2');
  const { body, headers } = await api('GET', '/metrics');
  expect(headers.get('content-type')).toContain('text/plain');
  expect(body).toMatch(
    /http_request_duration_seconds_count\{route="\/api\/admin\/customers\/:id",method="GET",status="200"\} \d/,
  );
  const { count, sum, most } = Object.fromEntries(
    [
      ['count', 'count{'],
      ['sum', 'sum{'],
      ['most', 'bucket{le="+Inf",'],
    ].map(([name, start]) => [
      name,
      Number(
        body
          .split(
            `http_request_duration_seconds_${start}route="/api/admin/customers/:id",method="GET",status="200"} `,
          )[1]
          ?.split('\n')[0],
      ),
    ]),
  );
  expect(most).toBe(count);
  expect(sum).toBeGreaterThan(0);
  expect(body).toContain('# TYPE http_request_duration_seconds histogram');
  expect(body).toContain('http_requests_in_flight 1');
  expect(body).toContain('db_pool_idle 4');
  expect(body).not.toContain('0190f3c2');
});

test('a caller who goes away is counted out and logged as gone', async () => {
  hold = 200;
  const socket = connect(bare.port, '127.0.0.1');
  const body = '{"name":"A"}';
  socket.write(
    `POST /api/admin/customers HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await sleep(60);
  socket.destroy();
  expect(await aLine()).toMatchObject([{ status: 499, route: '/api/admin/customers' }]);
  expect(bare.metrics.inFlight).toBe(0);
  await sleep(200);
});

test('LOG_LEVEL warn keeps quiet about what went well', async () => {
  const quiet = await serveBare([healthRoutes], { LOG_LEVEL: 'warn' });
  await quiet.api('GET', '/healthz');
  await quiet.close();
  expect(quiet.lines).toEqual([]);
});
