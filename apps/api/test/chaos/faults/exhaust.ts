import { setTimeout as delay } from 'node:timers/promises';
import { connectAsOwner, connectOnce } from '../stage/connect-as-owner.ts';
import type { Injection } from './injection.ts';

/** More than PostgreSQL grants, so that the last of them are refused. */
const CONNECTIONS = 110;

/** Somebody holds the rows of all boards in a transaction, and somebody else takes every connection that is left. */
export const exhaust: Injection = {
  async inject(stage, { forMs }, marks) {
    const locker = await connectAsOwner(stage.databaseUrl);
    marks.begin();
    await locker.query('begin');
    await locker.query('select revision from boards order by shop_id, date for update');
    const tried = await Promise.allSettled(Array.from({ length: CONNECTIONS }, () => connectOnce(stage.databaseUrl)));
    const taken = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    await delay(forMs);
    await locker.query('rollback');
    await Promise.all([locker, ...taken].map((client) => client.end()));
    return `all boards locked and ${taken.length} connections taken for ${forMs} ms`;
  },
};
