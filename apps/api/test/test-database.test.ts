import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, startTestCluster } from '@edgar-auto-shop/testing';
import { Client } from 'pg';
import { expect, test } from 'vitest';

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

test('test databases are migrated, empty, and apart from each other', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await ask(one.url, 'create table mine (id int)');
  expect(await ask(other.url, "select to_regclass('mine') as mine")).toEqual([{ mine: null }]);
  expect(await ask(one.url, 'select count(*)::int > 0 as migrated from migrations')).toEqual([{ migrated: true }]);
  await Promise.all([one.drop(), other.drop()]);
  await expect(ask(one.url, 'select 1')).rejects.toThrow(/does not exist/);
});

test('a database goes even while connections to it are open', async () => {
  const database = await createTestDatabase();
  const client = new Client({ connectionString: database.url });
  client.on('error', () => {});
  await client.connect();
  await database.drop();
  await expect(client.query('select 1')).rejects.toThrow();
});

test('folders of dead runs go, those of living runs stay, and a run that cannot start leaves none', async () => {
  const died = spawnSync('true').pid;
  const [dead, living] = [died, process.pid].map((pid) => join(tmpdir(), `edgar-test-${pid}-left`)) as [string, string];
  await Promise.all([mkdir(dead), mkdir(living)]);
  let own = '';
  const start = (folder: string) => {
    own = folder;
    return Promise.reject(new Error('no server today'));
  };
  await expect(startTestCluster({ start, migrate: async () => {} })).rejects.toThrow('no server today');
  expect([dead, living, own].map(existsSync)).toEqual([false, true, false]);
  await rmdir(living);
});
