import type { NewVehicle, Vehicle } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import { newId } from '../../db/uuid.ts';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import { changeRecord } from '../records/record-door.ts';
import { checkOwner } from './check-owner.ts';
import { insertVehicle } from './sql.ts';
import { withWarnings } from './with-warnings.ts';

/**
 * Adds a customer's vehicle.
 *
 * @throws ApiError `validation_error` where there is no such customer
 */
export function createVehicle(database: Database, ctx: RequestContext, input: NewVehicle): Promise<WriteAnswer> {
  return changeRecord<Vehicle>(database, ctx, { subject: 'vehicle', turnOf: input.customer_id }, async (tx, now) => {
    await checkOwner(tx, ctx.shop.id, input.customer_id);
    const row = {
      id: newId(),
      version: 1,
      customer_id: input.customer_id,
      license_plate: input.license_plate ?? null,
      year: input.year ?? null,
      make: input.make,
      model: input.model,
      color: input.color ?? null,
      vin: input.vin?.toUpperCase() ?? null,
      created_at: now,
      updated_at: now,
    };
    await tx.query(insertVehicle(ctx.shop.id, row));
    return { kind: 'changed', type: 'created', before: null, after: withWarnings(row) };
  });
}
