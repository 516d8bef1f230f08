import type { Statement } from '../../db/database.ts';

/** Serialises the first starts of several processes on one new database; ends with the transaction. */
export const lockShops = (): Statement => ({
  name: 'lock-shops',
  text: 'select pg_advisory_xact_lock(7203420)',
  values: [],
});

export const findShop = (): Statement => ({
  name: 'find-shop',
  text: 'select id, name, time_zone from shops order by created_at, id limit 1',
  values: [],
});

export const addShop = (id: string, name: string, timeZone: string): Statement => ({
  name: 'add-shop',
  text: 'insert into shops (id, name, time_zone) values ($1, $2, $3)',
  values: [id, name, timeZone],
});
