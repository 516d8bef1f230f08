import { createTestDatabase } from '@edgar-auto-shop/testing';
import { Client } from 'pg';
import { expect, inject, test } from 'vitest';
import { migrate } from './migrate.ts';

test('a copy in the place of a database is another one, and the same database stays the same', async () => {
  const { url, drop } = await createTestDatabase();
  const { identity } = await migrate(url);
  expect(identity).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect((await migrate(url)).identity).toBe(identity);
  const admin = new Client({ connectionString: inject('testClusterUrl') });
  await admin.connect();
  const name = new URL(url).pathname.slice(1);
  try {
    await admin.query(`create database ${name}_copy template ${name} strategy file_copy`);
    await admin.query(`alter database ${name} rename to ${name}_old`);
    await admin.query(`alter database ${name}_copy rename to ${name}`);
    expect((await migrate(url)).identity).not.toBe(identity);
  } finally {
    await admin.query(`drop database if exists ${name}_old with (force)`);
    await admin.end();
    await drop();
  }
});
