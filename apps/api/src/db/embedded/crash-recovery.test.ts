import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { ask, isRoot, isRunning, makeUsedFolder, start, startParent, until } from '../../../test/embedded-tools.ts';
import { prepareBinaries } from './binaries.ts';
import { findFreePort } from './free-port.ts';
import { launchPostmaster } from './postmaster.ts';
import { chooseAccount } from './server-account.ts';
import { openServerLog } from './server-log.ts';

test('kill -9 of the program stops PostgreSQL, and the next start has every committed row', async (context) => {
  if (process.platform !== 'linux') return context.skip('only Linux tells a process that its parent died');
  const folder = await makeUsedFolder();
  const { url, pid, parent } = await startParent(folder);
  await ask(url, 'create table moves as select 1 as id');
  parent.kill('SIGKILL');
  await until('the postmaster is gone', 5, async () => !(await isRunning(pid)));
  const next = await start(folder);
  expect(await ask(next.url, 'select id from moves')).toEqual([{ id: 1 }]);
});

test('a start right after kill -9 waits for the server that is still dying', async () => {
  const folder = await makeUsedFolder();
  const { url, parent } = await startParent(folder);
  await ask(url, 'create table moves as select 1 as id');
  parent.kill('SIGKILL');
  const next = await start(folder);
  expect(await ask(next.url, 'select id from moves')).toEqual([{ id: 1 }]);
});

test('a server that outlived its program is stopped in order, then started anew', async () => {
  const folder = await makeUsedFolder();
  const first = await start(folder);
  await ask(first.url, 'create table moves as select 1 as id');
  await first.stop();
  const pgdata = join(folder, 'postgres');
  const { ids } = await chooseAccount(pgdata);
  // As on macOS, where the kernel tells nobody that a parent died.
  const account = { ...(ids && { ids }), wrapper: [] };
  const binaries = await prepareBinaries(account);
  const plan = { account, binaries, dataDir: folder, pgdata, port: await findFreePort(), settings: {} };
  const left = launchPostmaster(
    plan,
    openServerLog(join(folder, 'left.log'), () => {}),
  );
  await left.ready;
  const messages: string[] = [];
  const next = await start(folder, { log: (_level, message) => messages.push(message) });
  expect(await left.exited).toEqual({ code: 0, signal: null });
  expect(await ask(next.url, 'select id from moves')).toEqual([{ id: 1 }]);
  expect(messages[0]).toContain(`process ${left.pid}) still runs`);
});

async function killBothWithStatementAtWork(folder: string, wrapper: readonly string[] = []): Promise<void> {
  const { url, pid, parent } = await startParent(folder, wrapper);
  await ask(url, 'create table moves as select 1 as id');
  // Busy without waiting for anything, so the orphan does not notice that its postmaster is gone.
  const busy = ask(url, 'select count(*) from generate_series(1, 1e9::bigint)');
  busy.catch(() => {});
  await delay(300);
  process.kill(pid, 'SIGKILL');
  parent.kill('SIGKILL');
  await once(parent, 'exit');
}

test('kill -9 of the program and of PostgreSQL at once, with a statement at work, is recovered from', async () => {
  const folder = await makeUsedFolder();
  await killBothWithStatementAtWork(folder);
  const next = await start(folder);
  expect(await ask(next.url, 'select id from moves')).toEqual([{ id: 1 }]);
});

test('the same with no more rights than root has in a container', async (context) => {
  if (process.platform !== 'linux' || !isRoot) return context.skip('only root on Linux can give up rights one by one');
  const rights = ['chown', 'dac_override', 'fowner', 'fsetid', 'kill', 'setgid', 'setuid', 'setpcap'];
  const wrapper = ['setpriv', '--bounding-set', `-all,${rights.map((it) => `+${it}`).join()}`];
  const folder = await makeUsedFolder();
  await killBothWithStatementAtWork(folder, wrapper);
  const { url, parent, error } = await startParent(folder, wrapper);
  expect(error).toBeUndefined();
  expect(await ask(url, 'select id from moves')).toEqual([{ id: 1 }]);
  parent.kill('SIGKILL');
  const next = await startParent(folder, wrapper);
  expect(next.error).toBeUndefined();
  expect(await ask(next.url, 'select id from moves')).toEqual([{ id: 1 }]);
});

test('PostgreSQL that dies is started again on the same port, and a pool finds it there', async () => {
  const exits: unknown[] = [];
  const messages: string[] = [];
  const server = await start(await makeUsedFolder(), {
    onExit: (exit) => exits.push(exit),
    log: (_level, message) => messages.push(message),
  });
  const pool = new Pool({ connectionString: server.url });
  pool.on('error', () => {});
  onTestFinished(() => pool.end());
  await pool.query('create table moves as select 1 as id');
  for (const times of [1, 2]) {
    const before = server.pid;
    process.kill(before, 'SIGKILL');
    const ask = () => pool.query('select id from moves').then((result) => result.rows[0].id === 1);
    await until('it is forgotten', 5, () =>
      ask().then(
        () => false,
        () => true,
      ),
    );
    await until('the pool is served again', 10, () => ask().catch(() => false));
    expect(server.pid).not.toBe(before);
    expect(exits).toEqual(Array(times).fill({ code: null, signal: 'SIGKILL' }));
  }
  expect(messages.filter((message) => message.includes('runs again'))).toHaveLength(2);
});

test('stops while a statement is at work and while it is being started again', async () => {
  const folder = await makeUsedFolder();
  const server = await start(folder);
  const client = new Client({ connectionString: server.url });
  client.on('error', () => {});
  await client.connect();
  const asleep = client.query('select pg_sleep(60)').catch((error: Error) => error.message);
  await server.stop();
  expect(await asleep).toMatch(/terminat/);
  const again = await start(folder);
  process.kill(again.pid, 'SIGKILL');
  await Promise.all([again.stop(), again.stop()]);
  expect(await isRunning(again.pid)).toBe(false);
  // The folder is free.
  await start(folder);
});
