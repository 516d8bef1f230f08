// Two shops served by one process from one pool of connections, as a host of several shops would. Prints both addresses.
import { randomUUID } from 'node:crypto';
import { buildApp } from '../../../../src/app.ts';
import { loadConfig } from '../../../../src/config.ts';
import { withOwner } from '../../../../src/db/owner.ts';
import { openDatabase } from '../../../../src/entry/open-database.ts';
import { createLog } from '../../../../src/log.ts';
import { Metrics } from '../../../../src/metrics.ts';
import { depsOf } from '../../../../src/modules/deps.ts';
import { addShop } from '../../../../src/modules/shop/sql.ts';

const config = loadConfig();
const url = config.databaseUrl as string;
const http = { config, log: createLog(config), metrics: new Metrics(), runtime: 'node' as const };
const open = await openDatabase(url, url, config, http);
const other = { id: randomUUID(), name: 'The shop next door', time_zone: open.shop.time_zone };
await withOwner(url, (query) => query(addShop(other.id, other.name, other.time_zone)));
const ports: string[] = [];
for (const shop of [open.shop, other]) {
  const app = await buildApp(depsOf(http, { ...open, shop }));
  ports.push(await app.listen({ port: 0, host: '127.0.0.1' }));
}
console.log(`next door: ${ports[1]}\nis open:  ${ports[0]}`);
