import type { Vehicle, VehiclePatch } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import { findRecord } from '../records/find-record.ts';
import { changeRecord, checkVersion, nextVersion } from '../records/record-door.ts';
import { checkOwner } from './check-owner.ts';
import { selectVehicleForUpdate, updateVehicleRow, type VehicleRow } from './sql.ts';
import { withWarnings } from './with-warnings.ts';

/** What cards show of a vehicle. */
const ON_CARDS = ['year', 'make', 'model', 'license_plate'] as const;

/**
 * Changes a vehicle. What cards show of it raises the revision of every board that shows it. Another owner does not change
 * the appointments that were made before.
 *
 * @throws ApiError `not_found`, `version_conflict`, `validation_error` where there is no such customer
 */
export function updateVehicle(
  database: Database,
  ctx: RequestContext,
  id: string,
  patch: VehiclePatch,
): Promise<WriteAnswer> {
  return changeRecord<Vehicle>(database, ctx, { subject: 'vehicle', turnOf: id }, async (tx, now) => {
    const row = await findRecord<VehicleRow>(tx, 'vehicle', id, (it) => selectVehicleForUpdate(ctx.shop.id, it));
    const before = withWarnings(row);
    checkVersion('vehicle', patch.expected_version, before);
    const changed = nextVersion(row, patch.vin ? { ...patch, vin: patch.vin.toUpperCase() } : patch, now);
    if (!changed) return { kind: 'unchanged', record: before };
    if (changed.customer_id !== row.customer_id) await checkOwner(tx, ctx.shop.id, changed.customer_id);
    await tx.query(updateVehicleRow(ctx.shop.id, changed));
    const shows = ON_CARDS.some((field) => changed[field] !== row[field]);
    const after = withWarnings(changed);
    return { kind: 'changed', type: 'updated', before, after, shownBy: shows ? 'vehicle_id' : undefined };
  });
}
