import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { Stage } from '../stage/stage.ts';
import type { Injection } from './injection.ts';

/** More than PostgreSQL grants, so that the last of them are refused. */
const CONNECTIONS = 110;

async function connectionTo({ databaseUrl }: Stage): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Somebody holds the rows of all boards in a transaction, and somebody else takes every connection that is left. */
export const exhaust: Injection = {
  async inject(stage, { forMs }, marks) {
    const locker = await connectionTo(stage);
    marks.begin();
    await locker.query('begin');
    await locker.query('select revision from boards order by shop_id, date for update');
    const tried = await Promise.allSettled(Array.from({ length: CONNECTIONS }, () => connectionTo(stage)));
    const taken = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    await delay(forMs);
    await locker.query('rollback');
    await Promise.all([locker, ...taken].map((client) => client.end()));
    return `all boards locked and ${taken.length} connections taken for ${forMs} ms`;
  },
};
