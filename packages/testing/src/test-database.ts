import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { onDatabase } from './on-database.ts';
import { TEMPLATE } from './test-cluster.ts';

/** An empty, migrated database that one test file has for itself. */
export interface TestDatabase {
  /** Of the role that owns it. */
  readonly url: string;
  /** Removes it, and whatever connections are still open with it. */
  drop(): Promise<void>;
}

/**
 * Makes a database by copying the migrated template: 15 ms.
 *
 * @param clusterUrl The server; inside Vitest the one that the global setup started.
 * @example
 * const database = await createTestDatabase();
 * afterAll(() => database.drop());
 */
export async function createTestDatabase(clusterUrl: string = inject('testClusterUrl')): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  // By files, because by log, the default, every page passes through the server's memory: twice as slow.
  await run(clusterUrl, `create database ${name} template ${TEMPLATE} strategy file_copy`);
  return {
    url: onDatabase(clusterUrl, name),
    drop: () => run(clusterUrl, `drop database if exists ${name} with (force)`),
  };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
