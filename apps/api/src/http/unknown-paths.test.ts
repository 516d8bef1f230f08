import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import { afterAll, expect, test } from 'vitest';
import { parseRaw, sendRaw } from '../../test/raw-http.ts';
import { serveBare } from '../../test/serve-bare.ts';
import { ApiError, unavailable } from '../errors.ts';
import { healthRoutes } from '../modules/health/routes.ts';
import { route } from './route.ts';

const list = '/api/admin/services';
let failure: unknown;
const bare = await serveBare([
  healthRoutes,
  (app, deps) => {
    const fail = async () => {
      throw failure;
    };
    route(app, endpoints.listServices, deps, fail);
    route(app, endpoints.createService, deps, fail);
    route(app, endpoints.getService, deps, fail);
    route(app, endpoints.moveAppointment, deps, fail);
    route(app, endpoints.getAppointment, deps, fail);
    route(app, endpoints.updateAppointment, deps, fail);
    route(app, endpoints.getBoard, deps, fail);
  },
]);
afterAll(() => bare.close());
const { api } = bare;

test.each([
  '/api',
  '/api/',
  '/api/nothing',
  `${list}/`,
  `${list}/a/b`,
  '/api//admin/services',
  '/api/admin/../services',
  '/api/%',
  `${list}/%zz`,
  `${list}/%ff`,
  '/%61pi/admin/nothing',
  `/api/${'x'.repeat(10_000)}`,
  '/api/admin/services%2F',
])('404 in the envelope: %s', async (path) => {
  for (const method of ['GET', 'POST', 'DELETE']) {
    // `fetch` would tidy up the path.
    const head = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\nX-Correlation-Id: c1\r\n\r\n`;
    failure = new ApiError('not_found', 'no such service', undefined);
    const answer = parseRaw(await sendRaw(bare.port, head));
    expect([answer.status, answer.body.error.code]).toEqual([404, 'not_found']);
    expect(answer.body.correlation_id).toBe('c1');
    expect(answer.headers).toMatchObject({
      'x-correlation-id': 'c1',
      'content-type': 'application/json; charset=utf-8',
    });
    expect(answer.headers['x-app-version']).toBeTruthy();
  }
});

test('404 stays 404 whatever the body is', async () => {
  const answer = await api('POST', '/api/nothing', 'x', { 'content-type': 'text/plain' });
  expect(answer.status).toBe(404);
});

test.each(['PUT', 'PATCH', 'DELETE', 'PROPFIND', 'TRACE', 'SEARCH', 'LOCK', 'QUERY'])(
  '405 with Allow: %s',
  async (method) => {
    const head = `${method} ${list}?x=1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
    const answer = parseRaw(await sendRaw(bare.port, head));
    expect([answer.status, answer.body.error.code, answer.headers.allow]).toEqual([
      405,
      'method_not_allowed',
      'GET, HEAD, POST, OPTIONS',
    ]);
  },
);

test('405 where a path has no GET, and outside the API', async () => {
  const move = await api('GET', '/api/admin/appointments/a/move');
  expect([move.status, move.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  const health = await api('POST', '/healthz', {});
  expect([health.status, health.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
  expect((await api('HEAD', '/api/admin/appointments/a/move')).status).toBe(405);
});

test.each(['/board', '/board?date=2026-03-03', '/%62oard'])(
  '405 where a path known by name could be taken for an id: %s',
  async (rest) => {
    for (const method of ['PATCH', 'DELETE', 'POST', 'PUT']) {
      const answer = await api(method, `/api/admin/appointments${rest}`, {});
      expect([method, answer.status, answer.body.error?.code, answer.headers.get('allow')]).toEqual([
        method,
        405,
        'method_not_allowed',
        'GET, HEAD, OPTIONS',
      ]);
    }
    const preflight = await api('OPTIONS', `/api/admin/appointments${rest}`);
    expect([preflight.status, preflight.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
  },
);

test('an error of the closed list goes out as it is', async () => {
  failure = new ApiError('already_exists', 'The code is taken.', { field: 'code' });
  const answer = await api('GET', list);
  expect(answer.status).toBe(409);
  expect(answer.body).toEqual({
    ok: false,
    error: { code: 'already_exists', message: 'The code is taken.', details: { field: 'code' } },
    correlation_id: answer.headers.get('x-correlation-id'),
  });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('server-timing')).toMatch(/^db;dur=/);
});

test('any other error is a defect that tells nothing, and is logged with its correlation id', async () => {
  failure = Object.assign(new Error('duplicate key "services_pkey" for ana@example.com, phone 555-010-0199'), {
    detail: 'Key (name)=(Ana) already exists.',
    code: '23505',
  });
  const answer = await api('GET', list);
  expect(answer.body.error).toEqual({ code: 'internal_error', message: expect.not.stringMatching(/key|Ana/) });
  const line = bare.lines.find((it) => it.correlation_id === answer.body.correlation_id && it.err);
  expect(line).toMatchObject({ level: 'error', route: list, err: { type: 'Error', code: '23505' } });
  expect(JSON.stringify(line)).not.toMatch(/Ana|ana@|0199/);
  failure = 'just a text';
  expect((await api('GET', list)).body.error.code).toBe('internal_error');
});

test('503 says when to come back', async () => {
  failure = unavailable(1_500, new Error('ECONNREFUSED'));
  const answer = await api('GET', list);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
  expect(answer.body.error.details).toEqual({ retry_after_ms: 1_500 });
});

test.each([
  ['no HTTP at all', 'hello\r\n\r\n', 400],
  ['an unknown method', 'FROB / HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
  ['a head too large', `GET /api HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 400],
  ['an address too long', `GET /api/${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 400],
  ['no Host', 'GET /api/admin/services HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
  ['two lengths', `POST ${list} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`, 400],
])('%s is answered in the envelope', async (_, text, status) => {
  const answer = parseRaw(await sendRaw(bare.port, text));
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({
    ok: false,
    error: { code: 'validation_error', details: { fields: expect.any(Object) } },
  });
  expect(answer.headers['x-correlation-id']).toBe(answer.body.correlation_id);
});

test('an expectation that nobody can meet is told in the envelope, 100-continue is met', async () => {
  failure = new ApiError('not_found', 'no such service', undefined);
  const ask = async (expectation: string, method: string) => {
    const head = `${method} ${list} HTTP/1.1\r\nHost: localhost\r\nExpect: ${expectation}\r\nX-Correlation-Id: c1\r\n`;
    return sendRaw(bare.port, `${head}Connection: close\r\nContent-Length: 0\r\n\r\n`);
  };
  for (const method of ['GET', 'POST']) {
    const answer = parseRaw(await ask('foo', method));
    expect([answer.status, answer.body.error.code, answer.body.correlation_id]).toEqual([
      400,
      'validation_error',
      'c1',
    ]);
    expect(answer.body.error.details).toEqual({ fields: { Expect: ['must be 100-continue or left out'] } });
    expect(answer.headers).toMatchObject({ 'x-correlation-id': 'c1', 'x-app-version': expect.any(String) });
  }
  expect(await ask('100-Continue', 'GET')).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 404 /);
});

test('who is too slow to send a request is asked to come again, not refused', async () => {
  // Node waits 10 s and more for a head before it says this.
  bare.app.server.once('connection', (socket) => {
    const error = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    setTimeout(() => bare.app.server.emit('clientError', error, socket), 20);
  });
  const answer = parseRaw(await sendRaw(bare.port, 'POST /api/admin/services HTTP/1.1\r\nHost: loc'));
  expect([answer.status, answer.body.error.code, answer.headers['retry-after']]).toEqual([503, 'unavailable', '1']);
  const { headersTimeout, requestTimeout, keepAliveTimeout, timeout } = bare.app.server;
  expect({ headersTimeout, requestTimeout, keepAliveTimeout, timeout }).toEqual({
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    timeout: 120_000,
  });
});

test('a connection that says nothing is closed without a word', async () => {
  bare.app.server.once('connection', (socket) => {
    const error = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    setTimeout(() => bare.app.server.emit('clientError', error, socket), 20);
  });
  expect(await sendRaw(bare.port, '')).toBe('');
});

test('the server is still well after all that', async () => {
  expect((await api('GET', '/healthz')).data.status).toBe('ok');
});
