import { withOwner } from '../../db/owner.ts';
import { newId } from '../../db/uuid.ts';
import type { Shop } from '../../request-context.ts';
import { addShop, findShop, lockShops } from './sql.ts';

/**
 * The shop of a single-shop install, made on the first start. Name and time zone only count then: the zone decides which
 * date every appointment is on, so it is fixed afterwards.
 *
 * @param ownerUrl of the role that migrates: the server's own role sees no shop but the one it is told to
 * @param timeZone an IANA name
 */
export function ensureShop(ownerUrl: string, { name, timeZone }: { name: string; timeZone: string }): Promise<Shop> {
  return withOwner(ownerUrl, async (query) => {
    await query(lockShops());
    const [found] = await query<Shop>(findShop());
    if (found) return found;
    const shop = { id: newId(), name, time_zone: timeZone };
    await query(addShop(shop.id, shop.name, shop.time_zone));
    return shop;
  });
}
