import type { Technician, TechnicianPatch } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import { findRecord } from '../records/find-record.ts';
import { changeRecord, checkVersion, nextVersion } from '../records/record-door.ts';
import { selectTechnicianForUpdate, updateTechnicianRow } from './sql.ts';

/**
 * Changes a technician. A new name shows on cards, and raises the revision of every board that shows the technician; who
 * is no longer active keeps the work they have.
 *
 * @throws ApiError `not_found`, `version_conflict`
 */
export function updateTechnician(
  database: Database,
  ctx: RequestContext,
  id: string,
  patch: TechnicianPatch,
): Promise<WriteAnswer> {
  return changeRecord<Technician>(database, ctx, { subject: 'technician', turnOf: id }, async (tx, now) => {
    const { id: shopId } = ctx.shop;
    const before = await findRecord<Technician>(tx, 'technician', id, (it) => selectTechnicianForUpdate(shopId, it));
    checkVersion('technician', patch.expected_version, before);
    const after = nextVersion(before, patch, now);
    if (!after) return { kind: 'unchanged', record: before };
    await tx.query(updateTechnicianRow(shopId, after));
    const shownBy = after.name === before.name ? undefined : 'tech_id';
    return { kind: 'changed', type: 'updated', before, after, shownBy };
  });
}
