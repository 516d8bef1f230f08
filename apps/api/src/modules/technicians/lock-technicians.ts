import type { Tx } from '../../db/database.ts';
import { isUuid } from '../../db/uuid.ts';
import { type BookedTechnician, lockForBooking } from './sql.ts';

/**
 * Technicians for an appointment that is being written. Until the caller's transaction ends nobody else books them, so
 * that of two overlapping bookings the second sees the first and both are marked as double.
 *
 * @param ids in any order, also repeated; they are locked in order of id, so that two callers cannot wait for each other
 * @returns those that the shop has, in order of id
 */
export async function lockTechnicians(tx: Tx, shopId: string, ids: string[]): Promise<BookedTechnician[]> {
  const known = ids.filter(isUuid);
  return known.length === 0 ? [] : tx.query<BookedTechnician>(lockForBooking(shopId, known));
}
