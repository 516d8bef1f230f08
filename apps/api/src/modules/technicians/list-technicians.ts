import type { PageOf, Technician } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import type { RequestContext } from '../../request-context.ts';
import { type PageQuery, readPage } from '../records/page.ts';
import { techniciansThat } from './sql.ts';

/** The technicians, or only those who can be given work, or only the others; ordered by name, then id. */
export function listTechnicians(
  database: Database,
  ctx: RequestContext,
  query: PageQuery & { is_active?: boolean | undefined },
): Promise<PageOf<Technician>> {
  const listing = techniciansThat(ctx.shop.id, query.is_active ?? null);
  return database.read(ctx, (tx) => readPage<Technician>(tx, listing, query));
}
