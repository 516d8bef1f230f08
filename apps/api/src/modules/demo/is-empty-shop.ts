import type { Database } from '../../db/database.ts';
import type { Shop } from '../../request-context.ts';
import { findData } from './sql.ts';

/** Whether nothing was ever entered, so that a demo day would be in nobody's way. */
export async function isEmptyShop(database: Database, shop: Shop): Promise<boolean> {
  const rows = await database.read({ shop, timing: { dbMs: 0 } }, (tx) =>
    tx.query<{ found: boolean }>(findData(shop.id)),
  );
  return rows[0]?.found !== true;
}
