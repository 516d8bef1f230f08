import type { Service } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import { changeRecord, nextVersion } from '../records/record-door.ts';
import { findForUpdate } from './find-for-update.ts';
import { deleteServiceRow, updateServiceRow } from './sql.ts';

/**
 * Takes a service off the price list: one that was ever booked is retired and stays, inactive; another is gone. Answers
 * the service as it was left. Retiring again changes nothing.
 *
 * @throws ApiError `not_found`
 */
export function deleteService(database: Database, ctx: RequestContext, id: string): Promise<WriteAnswer> {
  return changeRecord<Service>(database, ctx, { subject: 'service', turnOf: id }, async (tx, now) => {
    const { service: before, wasBooked } = await findForUpdate(tx, ctx.shop.id, id);
    const retired = nextVersion(before, { is_active: false }, now);
    if (wasBooked) {
      if (!retired) return { kind: 'unchanged', record: before };
      await tx.query(updateServiceRow(ctx.shop.id, retired));
      return { kind: 'changed', type: 'updated', before, after: retired };
    }
    await tx.query(deleteServiceRow(ctx.shop.id, id));
    // Its last version, also where it was inactive before: the event needs one of its own.
    const after = retired ?? { ...before, version: before.version + 1, updated_at: now };
    return { kind: 'changed', type: 'deleted', before, after };
  });
}
