import type { Tx } from '../../db/database.ts';
import { isUuid } from '../../db/uuid.ts';
import { type BookedVehicle, shareVehicle } from './sql.ts';

/**
 * A vehicle for an appointment that is being written, kept as it is until the caller's transaction ends: neither its
 * owner nor its plate changes meanwhile.
 *
 * @returns null where the shop has no such vehicle
 */
export async function lockVehicle(tx: Tx, shopId: string, id: string): Promise<BookedVehicle | null> {
  if (!isUuid(id)) return null;
  const [vehicle] = await tx.query<BookedVehicle>(shareVehicle(shopId, id));
  return vehicle ?? null;
}
