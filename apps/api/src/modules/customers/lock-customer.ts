import type { Tx } from '../../db/database.ts';
import { isUuid } from '../../db/uuid.ts';
import { type BookedCustomer, shareCustomer } from './sql.ts';

/**
 * A customer for an appointment that is being written, kept as it is until the caller's transaction ends: a rename waits,
 * and then finds the new appointment among those that show the customer.
 *
 * @returns null where the shop has no such customer
 */
export async function lockCustomer(tx: Tx, shopId: string, id: string): Promise<BookedCustomer | null> {
  if (!isUuid(id)) return null;
  const [customer] = await tx.query<BookedCustomer>(shareCustomer(shopId, id));
  return customer ?? null;
}
