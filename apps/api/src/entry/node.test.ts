import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabase, type TestDatabase } from '@edgar-auto-shop/testing';
import { Client } from 'pg';
import { afterAll, afterEach, expect, test } from 'vitest';
import { caller } from '../../test/serve.ts';
import { addressOf, freePort, type ServerProcess, startProcess } from '../../test/server-process.ts';
import { VERSION } from '../version.ts';

const running: ServerProcess[] = [];
const databases: TestDatabase[] = [];
const folder = mkdtempSync(join(tmpdir(), 'edgar-start-'));

function start(env: Record<string, string>, ...args: string[]): ServerProcess {
  const server = startProcess({ PORT: '0', ...env }, args);
  running.push(server);
  return server;
}
async function database(): Promise<string> {
  const made = await createTestDatabase();
  databases.push(made);
  return made.url;
}
afterEach(async () => {
  for (const server of running.splice(0)) await server.kill();
});
afterAll(async () => {
  for (const { drop } of databases) await drop();
  rmSync(folder, { recursive: true, force: true });
});

test('an embedded database: first start, a stop by SIGTERM, and what was written is there again', async () => {
  const env = { DATA_DIR: join(folder, 'data'), SHOP_TIME_ZONE: 'Europe/Madrid', SHOP_NAME: 'Taller Ana' };
  const first = start(env);
  const url = await addressOf(first);
  await first.printed(/Taller Ana is open/);
  await first.printed(/time zone Europe\/Madrid, data in .*data/);
  expect((await caller(url)('POST', '/api/admin/customers', { name: 'Ana' })).status).toBe(201);

  const second = start(env);
  expect(await second.exit).toBe(1);
  expect(second.output()).toMatch(/data/);
  expect(second.output()).not.toMatch(/ {4}at /);

  first.child.kill('SIGTERM');
  expect(await first.exit).toBe(0);

  const again = start({ ...env, SHOP_TIME_ZONE: 'America/Chicago', SHOP_NAME: 'Otro' });
  const customers = await caller(await addressOf(again))('GET', '/api/admin/customers');
  expect(customers.data.items).toMatchObject([{ name: 'Ana' }]);
  await again.printed(/SHOP_TIME_ZONE is "America\/Chicago", but this shop was made in Europe\/Madrid/);
  await again.printed(/SHOP_NAME is "Otro", but this shop was named "Taller Ana"/);
  again.child.kill('SIGINT');
  expect(await again.exit).toBe(0);
}, 60_000);

// A stop takes longer than lines are gathered for, so this shows something only of a longer wait: with 10 s, and nothing
// flushed at the end, it misses all 40; with 10 s and the flush, none.
test('SIGTERM loses no line of the log, the last ones included', async () => {
  const server = start({ DATABASE_URL: await database(), LOG_LEVEL: 'info' });
  const url = await addressOf(server);
  const ids = Array.from({ length: 40 }, (_, i) => `line-${i}-of-40`);
  await Promise.all(ids.map((id) => caller(url)('GET', '/healthz', undefined, { 'x-correlation-id': id })));
  server.child.kill('SIGTERM');
  expect(await server.exit).toBe(0);
  expect(ids.filter((id) => !server.output().includes(`"correlation_id":"${id}"`))).toEqual([]);
});

test('--demo fills an empty shop once; an empty one without it is told of the flag', async () => {
  const url = await database();
  const empty = start({ DATABASE_URL: url });
  await addressOf(empty);
  await empty.printed(/“Load a demo day” on it.*npm start -- --demo/);
  empty.child.kill('SIGTERM');
  await empty.exit;
  const first = start({ DATABASE_URL: url }, '--demo');
  const board = await caller(await addressOf(first))('GET', '/api/admin/appointments/board');
  expect(board.data.stats.jobsToday).toBeGreaterThan(15);
  await first.printed(/filled with a demo day/);
  const again = start({ DATABASE_URL: url }, '--demo');
  const same = await caller(await addressOf(again))('GET', '/api/admin/appointments/board');
  expect(same.data.stats).toEqual(board.data.stats);
  await again.printed(/has data already/);
  const forced = start({ DATABASE_URL: url }, '--demo=force');
  const both = await caller(await addressOf(forced))('GET', '/api/admin/appointments/board');
  expect(both.data.stats.jobsToday).toBe(2 * board.data.stats.jobsToday);
});

test('a port that is taken is named, with who has it and what to do', async () => {
  const url = await database();
  const first = start({ DATABASE_URL: url });
  const port = new URL(await addressOf(first)).port;
  const second = start({ DATABASE_URL: url, PORT: port });
  expect(await second.exit).toBe(1);
  expect(second.output()).toContain(`Port ${port} is taken: another start of this program`);
  expect(second.output()).toContain(`PORT=${Number(port) + 1} npm start`);
  const other = createServer().listen(0, '127.0.0.1');
  await sleep(20);
  const third = start({ DATABASE_URL: url, PORT: String((other.address() as { port: number }).port) });
  expect(await third.exit).toBe(1);
  expect(third.output()).toContain('another program has it');
  other.close();
});

test('a request in flight is finished before the end, idle connections do not delay it', async () => {
  const databaseUrl = await database();
  const server = start({ DATABASE_URL: databaseUrl, LOG_LEVEL: 'info' });
  const url = await addressOf(server);
  const idle = connect(Number(new URL(url).port), '127.0.0.1');
  idle.on('error', () => {});
  const halfHead = connect(Number(new URL(url).port), '127.0.0.1', () => halfHead.write('GET /healthz HTTP/1.1\r\nHo'));
  halfHead.on('error', () => {});
  const halfBody = connect(Number(new URL(url).port), '127.0.0.1', () =>
    halfBody.write(
      'POST /api/admin/customers HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    ),
  );
  halfBody.on('error', () => {});
  const customer = (await caller(url)('POST', '/api/admin/customers', { name: 'Ana' })).data;

  const blocker = new Client({ connectionString: databaseUrl });
  await blocker.connect();
  await blocker.query('begin');
  await blocker.query('select 1 from customers where id = $1 for update', [customer.id]);
  const waiting = fetch(`${url}/api/admin/customers/${customer.id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"Ana María"}',
  });
  await sleep(200);
  server.child.kill('SIGTERM');
  await server.printed(/Stopping/);
  await sleep(100);
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  await blocker.query('rollback');
  await blocker.end();
  const answer = await waiting;
  expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
  const answered = Date.now();
  expect(await server.exit).toBe(0);
  expect(Date.now() - answered).toBeLessThan(3_000);
  expect(server.output()).toMatch(/"route":"\/api\/admin\/customers\/:id","method":"PATCH","status":200/);
});

test('a second Ctrl-C ends it at once; npm passing on the first one does not', async () => {
  const databaseUrl = await database();
  const server = start({ DATABASE_URL: databaseUrl });
  const url = await addressOf(server);
  const customer = (await caller(url)('POST', '/api/admin/customers', { name: 'Ana' })).data;
  const blocker = new Client({ connectionString: databaseUrl });
  await blocker.connect();
  await blocker.query('begin');
  await blocker.query('select 1 from customers where id = $1 for update', [customer.id]);
  const cut = fetch(`${url}/api/admin/customers/${customer.id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: '{"name":"x"}',
  }).catch(() => 'cut');
  await sleep(200);
  server.child.kill('SIGINT');
  await sleep(50);
  server.child.kill('SIGINT');
  await sleep(450);
  expect(server.child.exitCode).toBeNull();
  server.child.kill('SIGINT');
  expect(await server.exit).toBe(130);
  expect(await cut).toBe('cut');
  await blocker.end();
});

test('a database out of reach: alive at once, 503 for the rest, open by itself when it answers', async () => {
  const target = new URL(await database());
  const [gate, port] = [await freePort(), await freePort()];
  const through = new URL(target);
  through.host = `127.0.0.1:${gate}`;
  const server = start({ DATABASE_URL: through.href, PORT: String(port) });
  await server.printed(/cannot be reached \(ECONNREFUSED\)/);
  expect(server.output()).not.toContain(target.password);
  const url = `http://127.0.0.1:${port}`;
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  for (const path of ['/readyz', '/api/admin/appointments/board', '/api/nothing', '/openapi.json']) {
    const answer = await caller(url)('GET', path);
    expect([path, answer.status, answer.body.error.code]).toEqual([path, 503, 'unavailable']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  const page = await fetch(url, { headers: { accept: 'text/html' } });
  expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('starting')]);

  const sockets = new Set<Socket>();
  const proxy = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => {}));
    near.pipe(far).pipe(near);
  }).listen(gate, '127.0.0.1');
  await addressOf(server);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/api/admin/appointments/board`)).status).toBe(200);
  server.child.kill('SIGTERM');
  expect(await server.exit).toBe(0);
  for (const socket of sockets) socket.destroy();
  proxy.close();
});

test('waiting for a database can be ended', async () => {
  const server = start({ DATABASE_URL: `postgres://me:secret@127.0.0.1:${await freePort()}/shop` });
  await server.printed(/cannot be reached/);
  server.child.kill('SIGTERM');
  expect(await server.exit).toBe(0);
  expect(server.output()).not.toContain('secret');
});

test('a database newer than the program, and one that is not there, end it with a reason', async () => {
  const url = await database();
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("insert into migrations (number, name) values (9999, 'from_the_future')");
  await client.end();
  const newer = start({ DATABASE_URL: url });
  expect(await newer.exit).toBe(1);
  expect(newer.output()).toMatch(/newer than this program/);
  const missing = start({ DATABASE_URL: url.replace(/[^/]+$/, 'no_such_database') });
  expect(await missing.exit).toBe(1);
  expect(missing.output()).toMatch(/no database of that name/);
  for (const server of [newer, missing]) expect(server.output()).not.toMatch(/ {4}at /);
});

test('all faults of the settings at once, a hint at a misspelt one, and help', async () => {
  const broken = start({ PORT: 'x', SHOP_TIME_ZONE: 'Mars', HOST: '0.0.0.0' });
  expect(await broken.exit).toBe(1);
  for (const name of ['PORT is "x"', 'SHOP_TIME_ZONE is "Mars"', 'HOST is "0.0.0.0"'])
    expect(broken.output()).toContain(name);
  const unknown = start({}, '--dmeo');
  expect(await unknown.exit).toBe(1);
  expect(unknown.output()).toMatch(/--dmeo.*usage: npm start/s);
  const help = start({}, '--help');
  expect(await help.exit).toBe(0);
  expect(help.output()).toMatch(/--demo.*DATABASE_URL.*CORS_ORIGINS/s);
  const version = start({}, '--version');
  expect(await version.exit).toBe(0);
  expect(version.output().trim()).toBe(VERSION);
  const misspelt = start({ DATABSE_URL: 'x', DATABASE_URL: 'postgres://127.0.0.1:1/x' });
  await misspelt.printed(/DATABSE_URL is not a setting\. Did you mean DATABASE_URL\?/);
});
