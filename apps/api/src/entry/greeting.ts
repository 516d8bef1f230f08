import { hostname, networkInterfaces } from 'node:os';
import { type Config, settings } from '../config.ts';
import type { Shop } from '../request-context.ts';
import { placeOf } from './reach-database.ts';

/** Where the board can be opened: one address for this machine, or one for each of its networks. */
export function addressesOf(host: string, port: number): string[] {
  const written = (name: string) => `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
  if (host === '127.0.0.1' || host === '::1' || host === 'localhost') return [`http://localhost:${port}`];
  if (host !== '0.0.0.0' && host !== '::') return [written(host)];
  const outside = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((it) => it.family === 'IPv4' && !it.internal);
  return [`http://localhost:${port}`, ...outside.map((it) => written(it.address))];
}

/** What a person is told when the server is ready: where it is, what it works on, what to do next. */
export function greeting(config: Config, port: number, shop: Shop, hint: string | null): string[] {
  const data = config.databaseUrl === null ? `data in ${config.dataDir}` : `database ${placeOf(config.databaseUrl)}`;
  const [first, ...others] = addressesOf(config.host, port);
  return [
    '',
    `  ${shop.name} is open:  ${first}`,
    ...others.map((it) => `    from other devices:  ${it}`),
    ...(others.length > 0 && config.corsOrigins.length === 0
      ? [
          `    under a host name:   only with CORS_ORIGINS=http://NAME:${port} (${hostname()} and ${hostname()}.local are known)`,
        ]
      : []),
    `  time zone ${shop.time_zone}, ${data}`,
    `  API to read and try: ${first}/docs`,
    ...(hint === null ? [] : [`  ${hint}`]),
    '  Ctrl-C stops it.',
    '',
  ];
}

/** A sentence for each setting that only counts on the first start and says something else now. */
export function fixedAtFirstStart(config: Config, shop: Shop): string[] {
  const said: string[] = [];
  if (config.given.has('SHOP_NAME') && config.shopName !== shop.name) {
    said.push(
      `SHOP_NAME is "${config.shopName}", but this shop was named "${shop.name}" on its first start and keeps that name. ` +
        'Leave SHOP_NAME out.',
    );
  }
  if (config.given.has('SHOP_TIME_ZONE') && config.shopTimeZone !== shop.time_zone) {
    said.push(
      `SHOP_TIME_ZONE is "${config.shopTimeZone}", but this shop was made in ${shop.time_zone} and stays there: the zone decides ` +
        `which day every appointment is on. Leave SHOP_TIME_ZONE out (${String(settings.SHOP_TIME_ZONE.fallback)} is only for a first start).`,
    );
  }
  return said;
}
