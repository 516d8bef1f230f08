import type { PageOf, Vehicle } from '@edgar-auto-shop/contract';
import type { Database, Tx } from '../../db/database.ts';
import { isUuid } from '../../db/uuid.ts';
import type { RequestContext } from '../../request-context.ts';
import { likePattern, type PageQuery, pageOf, readList, readPage } from '../records/page.ts';
import { type VehicleRow, vehiclesMatching } from './sql.ts';
import { withWarnings } from './with-warnings.ts';

/** Which vehicles, and which page of them. */
export interface VehicleQuery extends PageQuery {
  search?: string | undefined;
  customer_id?: string | undefined;
}

/** Vehicles by plate, VIN, make, model or year; ordered by make, model and year, then id. */
export function listVehicles(database: Database, ctx: RequestContext, query: VehicleQuery): Promise<PageOf<Vehicle>> {
  return readList(database, ctx, query, (tx) => readVehicles(tx, ctx.shop.id, query));
}

/** As `listVehicles`, inside a transaction of the caller. Of a customer who does not exist there are none. */
export async function readVehicles(tx: Tx, shopId: string, query: VehicleQuery): Promise<PageOf<Vehicle>> {
  const { search, customer_id = null } = query;
  if (customer_id !== null && !isUuid(customer_id)) return pageOf<Vehicle>([], 0, query);
  const page = await readPage<VehicleRow>(tx, vehiclesMatching(shopId, likePattern(search), customer_id), query);
  return { ...page, items: page.items.map(withWarnings) };
}
