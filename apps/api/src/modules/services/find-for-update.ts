import type { Service } from '@edgar-auto-shop/contract';
import type { Tx } from '../../db/database.ts';
import { findRecord } from '../records/find-record.ts';
import { type ServiceRow, selectServiceForUpdate } from './sql.ts';

/**
 * A service that is to be changed, locked until the transaction ends, and whether it was ever booked.
 *
 * @throws ApiError `not_found`
 */
export async function findForUpdate(
  tx: Tx,
  shopId: string,
  id: string,
): Promise<{ service: Service; wasBooked: boolean }> {
  const row = await findRecord<ServiceRow>(tx, 'service', id, (it) => selectServiceForUpdate(shopId, it));
  const { was_booked: wasBooked, ...service } = row;
  return { service, wasBooked };
}
