import type { Service } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import type { RequestContext } from '../../request-context.ts';
import { findRecord } from '../records/find-record.ts';
import { selectService } from './sql.ts';

/** @throws ApiError `not_found` */
export function getService(database: Database, ctx: RequestContext, id: string): Promise<Service> {
  return database.read(ctx, (tx) => findRecord<Service>(tx, 'service', id, (it) => selectService(ctx.shop.id, it)));
}
