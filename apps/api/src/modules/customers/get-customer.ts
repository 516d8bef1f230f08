import type { Customer } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import type { RequestContext } from '../../request-context.ts';
import { findRecord } from '../records/find-record.ts';
import { selectCustomer } from './sql.ts';

/** @throws ApiError `not_found` */
export function getCustomer(database: Database, ctx: RequestContext, id: string): Promise<Customer> {
  return database.read(ctx, (tx) => findRecord<Customer>(tx, 'customer', id, (it) => selectCustomer(ctx.shop.id, it)));
}
