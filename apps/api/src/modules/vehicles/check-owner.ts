import type { Tx } from '../../db/database.ts';
import { invalid } from '../../errors.ts';
import { lockCustomer } from '../customers/lock-customer.ts';

/**
 * Checks that the customer who shall own a vehicle is there.
 *
 * @throws ApiError `validation_error` of the field `customer_id`
 */
export async function checkOwner(tx: Tx, shopId: string, customerId: string): Promise<void> {
  if (!(await lockCustomer(tx, shopId, customerId))) throw invalid({ customer_id: ['There is no such customer.'] });
}
