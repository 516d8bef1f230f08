import { hostname } from 'node:os';
import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import { expect, test } from 'vitest';
import { parseRaw, sendRaw } from '../../test/raw-http.ts';
import { type Bare, serveBare } from '../../test/serve-bare.ts';
import type { Module } from '../app.ts';
import { healthRoutes, readinessRoutes } from '../modules/health/routes.ts';
import { route } from './route.ts';

const path = '/api/admin/technicians';
const modules: Module[] = [
  healthRoutes,
  readinessRoutes,
  (app, deps) => {
    route(app, endpoints.listTechnicians, deps, async () => endpoints.listTechnicians.examples.data as never);
    route(app, endpoints.createTechnician, deps, async () => ({ json: '{}', replayed: false }));
  },
];

async function withServer(settings: Record<string, string>, work: (bare: Bare) => Promise<void>): Promise<void> {
  const bare = await serveBare(modules, settings);
  try {
    await work(bare);
  } finally {
    await bare.close();
  }
}

/** `fetch` sets Host and Origin by itself. */
async function send(bare: Bare, line: string, headers: Record<string, string>) {
  const lines = Object.entries({ Host: `127.0.0.1:${bare.port}`, Connection: 'close', ...headers });
  const body = line.startsWith('POST') ? '{"name":"Sam"}' : '';
  const more = body ? `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n` : '';
  const head = `${line} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}${more}\r\n`;
  return parseRaw(await sendRaw(bare.port, head + body));
}

test('a page of the server itself, of a loopback origin and a program without Origin may write', () =>
  withServer({}, async (bare) => {
    const own = `http://127.0.0.1:${bare.port}`;
    for (const origin of [own, 'http://localhost:5173', 'http://[::1]:8080', 'https://board.localhost']) {
      expect((await send(bare, `POST ${path}`, { Origin: origin })).status, origin).toBe(201);
    }
    expect((await send(bare, `POST ${path}`, {})).status).toBe(201);
  }));

test('a page elsewhere may not write, and is told which setting would let it', () =>
  withServer({}, async (bare) => {
    for (const origin of [
      'https://evil.example',
      'null',
      'http://localhost.evil.example',
      'file://',
      'http://10.0.0.9:3000',
    ]) {
      const answer = await send(bare, `POST ${path}`, { Origin: origin });
      expect([answer.status, answer.body.error.code], origin).toEqual([403, 'forbidden']);
      expect(answer.body.error.message).toContain('CORS_ORIGINS');
    }
    // It may ask, but its browser does not show it the answer.
    const read = await send(bare, `GET ${path}`, { Origin: 'https://evil.example' });
    expect([read.status, read.headers['access-control-allow-origin']]).toEqual([200, undefined]);
  }));

test('a foreign Host is refused on the API, for reads too; not for health', () =>
  withServer({}, async (bare) => {
    for (const host of [
      'evil.example',
      `evil.example:${bare.port}`,
      '10.1.2.3',
      '127.0.0.1.evil.example',
      'a b',
      'x@localhost',
    ]) {
      const answer = await send(bare, `GET ${path}`, { Host: host });
      expect([answer.status, answer.body.error.code], host).toEqual([403, 'forbidden']);
      expect(answer.body.error.message).toContain('CORS_ORIGINS');
      expect((await send(bare, 'GET /%61pi/admin/technicians', { Host: host })).status).toBe(403);
    }
    for (const host of ['localhost', 'LOCALHOST:1', '127.0.0.2', '[::1]:80', 'my.localhost', 'localhost.']) {
      expect((await send(bare, `GET ${path}`, { Host: host })).status, host).toBe(200);
    }
    for (const open of ['/healthz', '/readyz'])
      expect((await send(bare, `GET ${open}`, { Host: 'evil.example' })).status, open).toBe(200);
    for (const closed of ['/metrics', '/openapi.json', '/docs/json']) {
      const answer = await send(bare, `GET ${closed}?x=1`, { Host: 'evil.example' });
      expect([closed, answer.status, answer.body.error?.code]).toEqual([closed, 403, 'forbidden']);
      expect((await send(bare, `GET ${closed}`, {})).status, closed).toBe(200);
    }
    // A rebound name is of the same origin as the server: only Host tells.
    const rebound = await send(bare, `POST ${path}`, { Host: 'evil.example', Origin: 'http://evil.example' });
    expect(rebound.status).toBe(403);
  }));

test('CORS_ORIGINS lets an origin read and write, with credentials, and its name be the Host', () =>
  withServer({ CORS_ORIGINS: 'https://board.example.com, https://x.example:8443' }, async (bare) => {
    const answer = await send(bare, `POST ${path}`, { Origin: 'https://board.example.com' });
    expect(answer.status).toBe(201);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': 'https://board.example.com',
      'access-control-allow-credentials': 'true',
      vary: 'Origin',
    });
    for (const name of [
      'ETag',
      'X-Correlation-Id',
      'Idempotent-Replayed',
      'Retry-After',
      'X-App-Version',
      'Server-Timing',
    ]) {
      expect(answer.headers['access-control-expose-headers']).toContain(name);
    }
    expect((await send(bare, `GET ${path}`, { Host: 'board.example.com' })).status).toBe(200);
    expect((await send(bare, `POST ${path}`, { Origin: 'https://x.example' })).status).toBe(403);
    // Errors must be readable by the page too.
    const missing = await send(bare, 'GET /api/nothing', { Origin: 'https://board.example.com' });
    expect([missing.status, missing.headers['access-control-allow-origin']]).toEqual([
      404,
      'https://board.example.com',
    ]);
  }));

test('* is for all, but never with credentials', () =>
  withServer({ CORS_ORIGINS: '*' }, async (bare) => {
    const answer = await send(bare, `POST ${path}`, { Origin: 'https://anywhere.example' });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([201, '*']);
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    expect((await send(bare, `GET ${path}`, { Host: 'evil.example' })).status).toBe(403);
  }));

test('a preflight tells methods and headers; one from elsewhere learns nothing', () =>
  withServer({}, async (bare) => {
    const ask = { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'idempotency-key' };
    const allowed = await send(bare, `OPTIONS ${path}`, { Origin: 'http://localhost:5173', ...ask });
    expect(allowed.status).toBe(204);
    expect(allowed.headers).toMatchObject({
      'access-control-allow-origin': 'http://localhost:5173',
      'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS',
      'access-control-allow-headers': expect.stringContaining('Idempotency-Key'),
      'access-control-max-age': '600',
      allow: 'GET, HEAD, POST, OPTIONS',
    });
    const refused = await send(bare, `OPTIONS ${path}`, { Origin: 'https://evil.example', ...ask });
    expect(refused.status).toBe(204);
    expect(Object.keys(refused.headers).filter((it) => it.startsWith('access-control'))).toEqual([]);
    expect((await send(bare, 'OPTIONS /api/nothing', ask)).status).toBe(404);
  }));

test('reachable from other machines, addresses and the own name are known too', () =>
  withServer({ HOST: '0.0.0.0', ALLOW_INSECURE: '1' }, async (bare) => {
    for (const host of ['10.1.2.3:3000', '[fe80::1]', hostname(), `${hostname().toUpperCase()}.local`]) {
      expect((await send(bare, `GET ${path}`, { Host: host })).status, host).toBe(200);
    }
    expect((await send(bare, `GET ${path}`, { Host: 'evil.example' })).status).toBe(403);
    const own = { Host: '10.1.2.3:3000', Origin: 'http://10.1.2.3:3000' };
    expect((await send(bare, `POST ${path}`, own)).status).toBe(201);
    expect((await send(bare, `POST ${path}`, { ...own, Origin: 'http://10.1.2.4:3000' })).status).toBe(403);
  }));
