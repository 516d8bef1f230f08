import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../apps/api/src/db/embedded/start-embedded-postgres.ts';
import { migrate } from '../../../apps/api/src/db/migrate.ts';
import { ensureShop } from '../../../apps/api/src/modules/shop/ensure-shop.ts';
import { type FillScale, fillDatabase } from './fill-database.ts';

/** Without standbys nobody reads the WAL of rows that a crash would take away whole. The data is synced all the same. */
const BULK = {
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
  autovacuum: 'off',
};

/**
 * A running embedded PostgreSQL with the settings of a shop, filled if it was empty.
 * @param tell is told the steps of filling
 * @param settings of PostgreSQL, for data that nobody will miss
 */
export async function openFilled(
  dataDir: string,
  scale: FillScale,
  tell: (line: string) => void,
  settings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedPostgres> {
  const bulk = await startEmbeddedPostgres({ dataDir, settings: { ...settings, ...BULK } });
  try {
    await migrate(bulk.url);
    const shop = await ensureShop(bulk.url, { name: 'Shop 0', timeZone: 'America/Los_Angeles' });
    if (await isEmpty(bulk.url)) {
      await fillDatabase(bulk.url, shop.id, scale, tell);
      const maps = await freeSpaceMaps(bulk.url);
      await bulk.stop();
      for (const map of maps) rmSync(join(dataDir, 'postgres', map), { force: true });
    }
  } finally {
    await bulk.stop();
  }
  return startEmbeddedPostgres({ dataDir, settings });
}

/**
 * The files that tell where the two logs have room. Rows written all at once leave a hole in many pages, and whatever is written
 * later goes into them: a page read from the disk, and written to the WAL whole, for each row. In logs that grew from day to day rows
 * of all sizes have filled the holes, and 10,000 new rows are on the 750 newest pages. PostgreSQL does without the files (it
 * then looks at the last page) and makes new ones of what it writes; whole pages of frozen rows are not looked at again.
 */
async function freeSpaceMaps(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ path: string }>(
      "select pg_relation_filepath(log) || '_fsm' as path from unnest(array['events', 'board_changes']::regclass[]) log",
    );
    return rows.map(({ path }) => path);
  });
}

async function isEmpty(url: string): Promise<boolean> {
  return withClient(url, async (client) => (await client.query('select from appointments limit 1')).rows.length === 0);
}

/** Rows and bytes of the database, one table a line. */
export async function sizesOf(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ line: string }>(`
      select relname || ': ' || to_char(reltuples, 'FM999,999,999,999') || ' rows, ' || pg_size_pretty(pg_table_size(oid)) ||
        ', indexes ' || pg_size_pretty(pg_indexes_size(oid)) as line
      from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and reltuples > 0
      order by pg_total_relation_size(oid) desc`);
    const { rows: all } = await client.query<{ line: string }>(
      "select 'in all: ' || pg_size_pretty(pg_database_size(current_database())) as line",
    );
    return [...rows, ...all].map(({ line }) => line);
  });
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
