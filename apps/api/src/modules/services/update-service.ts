import type { Service, ServicePatch } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import { changeRecord, checkVersion, nextVersion } from '../records/record-door.ts';
import { findForUpdate } from './find-for-update.ts';
import { updateServiceRow } from './sql.ts';
import { writeService } from './write-service.ts';

/**
 * Changes a service. Appointments that are booked keep the code, name and price they had, so no board changes.
 *
 * @throws ApiError `not_found`, `version_conflict`, `already_exists` where the code is taken, in any case
 */
export function updateService(
  database: Database,
  ctx: RequestContext,
  id: string,
  patch: ServicePatch,
): Promise<WriteAnswer> {
  return changeRecord<Service>(database, ctx, { subject: 'service', turnOf: id }, async (tx, now) => {
    const { service: before } = await findForUpdate(tx, ctx.shop.id, id);
    checkVersion('service', patch.expected_version, before);
    const after = nextVersion(before, patch, now);
    if (!after) return { kind: 'unchanged', record: before };
    await writeService(tx, after.code, updateServiceRow(ctx.shop.id, after));
    return { kind: 'changed', type: 'updated', before, after };
  });
}
