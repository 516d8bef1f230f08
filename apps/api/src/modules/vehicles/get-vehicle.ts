import type { Vehicle } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import type { RequestContext } from '../../request-context.ts';
import { findRecord } from '../records/find-record.ts';
import { selectVehicle, type VehicleRow } from './sql.ts';
import { withWarnings } from './with-warnings.ts';

/** @throws ApiError `not_found` */
export async function getVehicle(database: Database, ctx: RequestContext, id: string): Promise<Vehicle> {
  return withWarnings(
    await database.read(ctx, (tx) => findRecord<VehicleRow>(tx, 'vehicle', id, (it) => selectVehicle(ctx.shop.id, it))),
  );
}
