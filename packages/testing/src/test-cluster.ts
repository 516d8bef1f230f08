import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { onDatabase } from './on-database.ts';

/** The name of the migrated database that every test database is a copy of. */
export const TEMPLATE = 'edgar_template';

/** A PostgreSQL server for the tests of one run. */
export interface TestCluster {
  /** Of a role that may make databases. */
  readonly url: string;
  /** Stops the server and removes its folder. */
  stop(): Promise<void>;
}

/** What starts a server and what makes its tables; given in, because this package knows neither. */
export interface TestClusterParts {
  start(dataDir: string): Promise<{ readonly url: string; stop(): Promise<void> }>;
  migrate(url: string): Promise<unknown>;
}

/**
 * Settings for servers whose data nobody will miss: a test database is then made in 15 ms.
 * Tests of durability start a server of their own without them.
 */
export const FORGETFUL = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  shared_buffers: '64MB',
  max_connections: '200',
} as const;

const PREFIX = 'edgar-test-';

/**
 * Starts a server in a temporary folder and migrates the template database once. Folders of runs that were killed
 * are removed first.
 *
 * @example
 * const cluster = await startTestCluster({
 *   start: (dataDir) => startEmbeddedPostgres({ dataDir, settings: FORGETFUL }),
 *   migrate,
 * });
 */
export async function startTestCluster({ start, migrate }: TestClusterParts): Promise<TestCluster> {
  removeLeftFolders();
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  // A second Ctrl-C makes the runner leave without its teardown.
  process.once('exit', remove);
  try {
    const server = await start(folder);
    const stop = async (): Promise<void> => {
      await server.stop();
      remove();
      process.off('exit', remove);
    };
    try {
      await makeTemplate(server.url, migrate);
    } catch (error) {
      await stop();
      throw error;
    }
    return { url: server.url, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

async function makeTemplate(url: string, migrate: TestClusterParts['migrate']): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create database ${TEMPLATE}`);
    await migrate(onDatabase(url, TEMPLATE));
    // A single connection to a template makes every copy of it fail.
    await client.query(`alter database ${TEMPLATE} allow_connections false`);
  } finally {
    await client.end();
  }
}

/** Folders carry the number of the process that made them; those of the living stay. */
function removeLeftFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    if (isAlive(Number.parseInt(name.slice(PREFIX.length), 10))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's: theirs to remove.
    }
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
