import type { Customer, PageOf, Vehicle } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import type { RequestContext } from '../../request-context.ts';
import { findRecord } from '../records/find-record.ts';
import type { PageQuery } from '../records/page.ts';
import { readVehicles } from '../vehicles/list-vehicles.ts';
import { selectCustomer } from './sql.ts';

/**
 * The vehicles that are a customer's now, ordered as all vehicles are.
 *
 * @throws ApiError `not_found` where there is no such customer
 */
export function listCustomerVehicles(
  database: Database,
  ctx: RequestContext,
  id: string,
  query: PageQuery,
): Promise<PageOf<Vehicle>> {
  return database.read(ctx, async (tx) => {
    await findRecord<Customer>(tx, 'customer', id, (it) => selectCustomer(ctx.shop.id, it));
    return readVehicles(tx, ctx.shop.id, { ...query, customer_id: id });
  });
}
