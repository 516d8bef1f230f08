import type { Config } from '../config.ts';
import { Database } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { OpenDatabase } from '../modules/deps.ts';
import { ensureShop } from '../modules/shop/ensure-shop.ts';

type Settings = Pick<
  Config,
  'databasePoolSize' | 'databaseUnnamedStatements' | 'searchesAtOnce' | 'shopName' | 'shopTimeZone'
>;

/**
 * Migrates, makes the shop on the first start, and opens the connections that serve.
 * @param ownerUrl of the role that owns the tables; `url` where there is only one
 * @throws what `migrate` throws
 */
export async function openDatabase(
  url: string,
  ownerUrl: string,
  settings: Settings,
  { log, metrics }: { log: Log; metrics: Metrics },
): Promise<OpenDatabase> {
  const { migration, serverVersion, identity } = await migrate(ownerUrl);
  const shop = await ensureShop(ownerUrl, { name: settings.shopName, timeZone: settings.shopTimeZone });
  const database = new Database({
    url,
    poolSize: settings.databasePoolSize,
    searchesAtOnce: settings.searchesAtOnce,
    serverVersion,
    identity,
    namedStatements: !settings.databaseUnnamedStatements,
    log,
  });
  await database.probe().catch(async (error) => {
    await database.close();
    throw error;
  });
  const { pool } = database;
  metrics.gauge('db_pool_connections', 'Connections to the database', () => pool.totalCount);
  metrics.gauge('db_pool_idle', 'Connections that nobody uses', () => pool.idleCount);
  metrics.gauge('db_pool_waiting', 'Callers that wait for a connection', () => pool.waitingCount);
  return { database, shop, migration };
}
