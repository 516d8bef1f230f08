import type { Customer, CustomerPatch } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import { findRecord } from '../records/find-record.ts';
import { changeRecord, checkVersion, nextVersion } from '../records/record-door.ts';
import { selectCustomerForUpdate, updateCustomerRow } from './sql.ts';

/**
 * Changes a customer. A new name or phone shows on cards, and raises the revision of every board that shows the customer.
 *
 * @throws ApiError `not_found`, `version_conflict`
 */
export function updateCustomer(
  database: Database,
  ctx: RequestContext,
  id: string,
  patch: CustomerPatch,
): Promise<WriteAnswer> {
  return changeRecord<Customer>(database, ctx, { subject: 'customer', turnOf: id }, async (tx, now) => {
    const before = await findRecord<Customer>(tx, 'customer', id, (it) => selectCustomerForUpdate(ctx.shop.id, it));
    checkVersion('customer', patch.expected_version, before);
    const after = nextVersion(before, patch, now);
    if (!after) return { kind: 'unchanged', record: before };
    await tx.query(updateCustomerRow(ctx.shop.id, after));
    const shows = after.name !== before.name || after.phone !== before.phone;
    return { kind: 'changed', type: 'updated', before, after, shownBy: shows ? 'customer_id' : undefined };
  });
}
