import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseRaw, sendRaw } from '../../test/raw-http.ts';
import { type Answer, caller } from '../../test/serve.ts';
import { loadConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { Metrics } from '../metrics.ts';
import { createHttp, type HttpServer } from './server.ts';
import { addFiles, sendWebApp } from './web.ts';

const folder = mkdtempSync(join(tmpdir(), 'edgar-web-'));
const dist = join(folder, 'dist/');
const page = '<!doctype html><title>board</title>';
let app: HttpServer;
let get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
let port = 0;

beforeAll(async () => {
  const config = loadConfig({ LOG_LEVEL: 'silent', RATE_LIMIT: 'off' });
  app = await createHttp({
    config,
    log: createLog(config),
    metrics: new Metrics(),
    runtime: 'node',
    sendPage: (request, reply) => sendWebApp(request, reply, dist),
  });
  await addFiles(app);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  port = Number(new URL(url).port);
  const api = caller(url);
  get = (path, headers) => api('GET', path, undefined, headers);
});
afterAll(async () => {
  app.server.closeAllConnections();
  await app.close();
  rmSync(folder, { recursive: true });
});

test('without a build a page says how to make one; a build is seen without a restart', async () => {
  const before = await get('/');
  expect([before.status, before.body]).toEqual([503, expect.stringContaining('npm run build')]);
  mkdirSync(join(dist, 'assets'), { recursive: true });
  writeFileSync(join(dist, 'index.html'), page);
  writeFileSync(join(dist, 'assets/app-1a2b.js'), 'plain');
  writeFileSync(join(dist, 'assets/app-1a2b.js.gz'), 'packed');
  writeFileSync(join(dist, 'icon.svg'), '<svg/>');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  const after = await get('/');
  expect([after.status, after.body]).toEqual([200, page]);
});

test('the app is at / only, its state in the query', async () => {
  for (const path of ['/', '/?date=2025-09-20', '/?job=1', '/index.html'])
    for (const accept of ['text/html,*/*', '*/*']) expect((await get(path, { accept })).body, path).toBe(page);
});

test('elsewhere is nothing: a page with a way to the board for people, the envelope for programs', async () => {
  for (const path of ['/healthz/', '/metrics/', '/apix', '/API/admin/services', '/customers', '/index.html/']) {
    const shown = await get(path, { accept: 'text/html,*/*' });
    const told = await get(path, { accept: '*/*' });
    expect([path, told.status, told.body.error.code]).toEqual([path, 404, 'not_found']);
    // What looks like a file is asked for by a page, not by a person.
    if (path.includes('.')) continue;
    expect([path, shown.status, shown.headers.get('content-type')]).toEqual([path, 404, 'text/html; charset=utf-8']);
    expect(shown.body).toContain('<a href="/">the board</a>');
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(shown.headers.get('x-correlation-id')).toHaveLength(36);
  }
  const missing = await get('/assets/app-gone.js', { accept: 'text/html,*/*' });
  expect([missing.status, missing.body.error.code]).toEqual([404, 'not_found']);
  expect((await get('/api/customers', { accept: 'text/html' })).body.error.code).toBe('not_found');
});

test('the page is asked for again each time, files with a hash in their name never', async () => {
  const index = await get('/');
  expect(index.headers.get('cache-control')).toBe('no-cache');
  expect(index.headers.get('content-type')).toBe('text/html; charset=utf-8');
  // By hand, for `fetch` adds a `Cache-Control: no-cache` that asks for the whole file.
  const head = `GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nIf-None-Match: ${index.headers.get('etag')}\r\n\r\n`;
  const again = parseRaw(await sendRaw(port, head));
  expect([again.status, again.headers['x-correlation-id']?.length]).toEqual([304, 36]);
  const asset = await get('/assets/app-1a2b.js', { 'accept-encoding': 'identity' });
  expect([asset.body, asset.headers.get('cache-control')]).toEqual(['plain', 'public, max-age=31536000, immutable']);
  expect((await get('/icon.svg')).headers.get('cache-control')).toBe('no-cache');
});

test('what was compressed by the build is sent so', async () => {
  const head =
    'GET /assets/app-1a2b.js HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept-Encoding: gzip\r\n\r\n';
  const answer = parseRaw(await sendRaw(port, head));
  expect([answer.body, answer.headers['content-encoding']]).toEqual(['packed', 'gzip']);
  expect(answer.headers['content-type']).toMatch(/javascript/);
  expect(answer.headers.vary?.toLowerCase()).toBe('origin, accept-encoding');
});

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/../../secret.txt',
  '/..\\secret.txt',
  '/%00',
  '//etc/passwd',
  '/%ff',
])('nothing outside the build is sent: %s', async (path) => {
  const answer = await sendRaw(port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  expect(answer).not.toContain('secret\r\n');
  expect(answer).not.toMatch(/\r\n\r\nsecret|root:/);
  expect(parseRaw(answer).status).toBe(404);
});

test('pages may only run scripts of this server', async () => {
  const { headers } = await get('/');
  expect(headers.get('content-security-policy')).toMatch(/script-src 'self';/);
  expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('strict-transport-security')).toBeNull();
});

test('HEAD of a page has its headers and no body', async () => {
  const head = 'HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
  const answer = parseRaw(await sendRaw(port, head));
  expect([answer.status, answer.body, answer.headers['content-length']]).toEqual([200, '', String(page.length)]);
});
