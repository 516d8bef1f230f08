import { TcpProxy } from '@edgar-auto-shop/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenShop, openShop } from '../../test/open-shop.ts';
import { serve } from '../../test/serve.ts';
import { Database, type DatabaseOptions } from './database.ts';
import { migrate } from './migrate.ts';

let shop: OpenShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

/** The shop's database by another way. */
const connect = async (options: Partial<DatabaseOptions>) =>
  new Database({
    url: shop.url,
    poolSize: 5,
    searchesAtOnce: 2,
    namedStatements: true,
    log: { warn: () => {} },
    ...(await migrate(shop.url)),
    ...options,
  });

const statement = (name: string, text: string, values: unknown[] = []) => ({ name, text, values });

test('two transactions that wait for each other are both done: PostgreSQL finds the deadlock, and the loser is run again', async () => {
  const [first, second] = shop.technicianIds;
  let runs = 0;
  const lockInTurn = (ids: string[]) =>
    shop.database.transaction(shop.ctx(), async (tx) => {
      runs += 1;
      for (const id of ids) {
        await tx.query(
          statement('lock-one', 'select from technicians where shop_id = $1 and id = $2 for update', [
            shop.shop.id,
            id,
          ]),
        );
        if (runs <= 2) await new Promise((resolve) => setTimeout(resolve, 200));
      }
      return { value: 'done' };
    });
  expect(await Promise.all([lockInTurn([first, second]), lockInTurn([second, first])])).toEqual(['done', 'done']);
  expect(runs).toBe(3);
});

test('behind a pooler that keeps no sessions, role and limits come with every transaction, and go with it', async () => {
  const pooled = await connect({ poolSize: 1, namedStatements: false });
  await pooled.probe();
  const state =
    "select current_user::text as role, current_setting('lock_timeout') as lock_timeout, count(*)::int as seen from customers";
  const inside = await pooled.read(shop.ctx(), (tx) => tx.query(statement('state', state)));
  expect(inside).toEqual([{ role: 'edgar_app', lock_timeout: '2500ms', seen: 1 }]);
  const outside = await pooled.pool.query('select current_user::text as role');
  expect(outside.rows[0].role).not.toBe('edgar_app');
  const tailed = await pooled.tail(statement('tailed', 'select current_user::text as role'));
  expect(tailed).toEqual([{ role: 'edgar_tailer' }]);
  await expect(pooled.tail(statement('forbidden', 'select from customers'))).rejects.toThrow(/permission denied/);
  await pooled.close();
});

test('all who look across shops share one connection; a refused statement harms no other, and a broken one is replaced', async () => {
  const pid = statement('pid', 'select pg_backend_pid() as pid');
  const seen = await Promise.all(Array.from({ length: 5 }, () => shop.database.tail<{ pid: number }>(pid)));
  const [held] = seen.map(([row]) => row?.pid);
  expect(new Set(seen.map(([row]) => row?.pid)).size).toBe(1);

  const [refused, fine] = await Promise.allSettled([
    shop.database.tail(statement('forbidden', 'select from customers')),
    shop.database.tail<{ pid: number }>(pid),
  ]);
  expect(refused).toMatchObject({ status: 'rejected', reason: { code: '42501' } });
  expect(fine).toEqual({ status: 'fulfilled', value: [{ pid: held }] });

  const [next] = await shop.database.tail<{ pid: number }>(pid);
  const { generation } = shop.database;
  await shop.sql('select pg_terminate_backend($1)', [next?.pid]);
  // While nobody asks: whoever comes next finds another one, and is told nothing of it.
  await expect.poll(() => shop.database.generation).toBeGreaterThan(generation);
  const [another] = await shop.database.tail<{ pid: number }>(pid);
  expect(another?.pid).not.toBe(next?.pid);
});

test('a server that became a standby is left: no connection to it is used again, neither for boards nor for revisions', async () => {
  const own = await openShop();
  const pid = statement('pid', 'select pg_backend_pid() as pid');
  const pids = async () => {
    const four = Array.from({ length: 4 }, () =>
      own.database.read(own.ctx(), async (tx) => {
        const [row] = await tx.query<{ pid: number }>(pid);
        await new Promise((resolve) => setTimeout(resolve, 50));
        return row?.pid;
      }),
    );
    const [tailed] = await own.database.tail<{ pid: number }>(pid);
    return [...(await Promise.all(four)), tailed?.pid];
  };
  const before = await pids();
  expect(new Set(before).size).toBe(5);
  const { generation } = own.database;
  const write = own.database.transaction(own.ctx(), async (tx) => {
    await tx.query(statement('demoted', 'set local transaction_read_only = on'));
    return { value: null, last: statement('touch', 'update technicians set name = name') };
  });
  await expect(write).rejects.toMatchObject({ code: 'unavailable' });
  expect(own.database.generation).toBeGreaterThan(generation);
  const after = await pids();
  expect(after.filter((one) => before.includes(one))).toEqual([]);
  await own.close();
});

test('a server that vanished without a word is left as soon as one question to it had no answer', async () => {
  const proxy = await TcpProxy.open(Number(new URL(shop.url).port));
  const url = new URL(shop.url);
  url.port = String(proxy.port);
  const own = await connect({ url: url.href, poolSize: 4 });
  const look = () =>
    own.read(shop.ctx(), async (tx) => {
      const [row] = await tx.query<{ pid: number }>(statement('pid', 'select pg_backend_pid() as pid'));
      await new Promise((resolve) => setTimeout(resolve, 50));
      return row?.pid;
    });
  const before = await Promise.all([look(), look(), look(), look()]);
  expect(new Set(before).size).toBe(4);
  proxy.forgetAll();
  await expect(look()).rejects.toMatchObject({ code: 'unavailable' });
  // Three connections are left that are as dead.
  expect(before).not.toContain(await look());
  await own.close();
  await proxy.close();
});

test('times and dates are read as they are meant, whatever the defaults of the server', async () => {
  const own = await openShop();
  const [{ name }] = (await own.sql('select current_database() as name')) as [{ name: string }];
  await own.sql(`alter database ${name} set datestyle = 'SQL, DMY'`);
  await own.sql(`alter database ${name} set default_transaction_isolation = 'serializable'`);
  const fresh = own.anotherProcess();
  const settings = statement(
    'settings',
    "select date '2026-11-28'::text as date, current_setting('transaction_isolation') as isolation",
  );
  expect(await fresh.database.read(own.ctx(), (tx) => tx.query(settings))).toEqual([
    { date: '2026-11-28', isolation: 'read committed' },
  ]);
  expect(await fresh.database.tail(statement('date', "select date '2026-11-28'::text as date"))).toEqual([
    { date: '2026-11-28' },
  ]);
  await own.close();
});

test('who cannot be served is told why: a lock that somebody keeps, a statement that takes too long', async () => {
  const limited = (limit: string, text: string) =>
    shop.database.transaction(shop.ctx(), async (tx) => {
      await tx.query(statement(`set ${limit}`, `set local ${limit} = '50ms'`));
      return { value: await tx.query(statement(text, text)) };
    });
  const lock = 'select from technicians for update';
  await shop.database.transaction(shop.ctx(), async (tx) => {
    await tx.query(statement(lock, lock));
    await expect(limited('lock_timeout', lock)).rejects.toThrow(/^Another program has what this changes locked/);
    return { value: null };
  });
  await expect(limited('statement_timeout', 'select pg_sleep(5)')).rejects.toThrow(/^The database took too long/);
});

test('a user who may not take the serving roles is told by the probe', async () => {
  const info = await migrate(shop.url);
  await shop.sql(
    "do $$ begin if not exists (select from pg_roles where rolname = 'edgar_stranger') then create role edgar_stranger login password 'x'; end if; end $$",
  );
  const url = Object.assign(new URL(shop.url), { username: 'edgar_stranger', password: 'x' }).href;
  const stranger = new Database({
    url,
    poolSize: 1,
    searchesAtOnce: 2,
    namedStatements: true,
    log: { warn: () => {} },
    ...info,
  });
  await expect(stranger.probe()).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|22023|28000)$/) });
  await stranger.close();
});

test('not ready: a database that is behind the program', async () => {
  const served = await serve();
  expect((await served.api('GET', '/readyz')).status).toBe(200);
  const { Client } = await import('pg');
  const owner = new Client({ connectionString: served.databaseUrl });
  await owner.connect();
  await owner.query('update migrations set number = 0 where number = 1');
  expect((await served.api('GET', '/readyz')).status).toBe(503);
  await owner.query('update migrations set number = 7 where number = 0');
  expect((await served.api('GET', '/readyz')).data.migration).toBe(7);
  await owner.end();
  await served.close();
});

test('what is sent right behind the same statement, which a lock keeps from being prepared, is unavailable, too', async () => {
  const own = await openShop();
  try {
    const ask = () => own.database.tail(statement('first-and-second', 'select date from boards limit 1'));
    await own.database.tail(statement('warm', 'select 1 as one'));
    const locked = await lockBoards(own.url);
    const answers = await Promise.allSettled([ask(), ask()]);
    await locked.end();
    expect(answers).toMatchObject(Array(2).fill({ status: 'rejected', reason: { code: 'unavailable' } }));
    expect(await ask()).toEqual([]);
  } finally {
    await own.close();
  }
});

/** Until it ends, nobody can even prepare a statement about boards. */
async function lockBoards(url: string): Promise<Client> {
  const client = new Client(url);
  await client.connect();
  await client.query('begin; lock table boards in access exclusive mode');
  return client;
}
