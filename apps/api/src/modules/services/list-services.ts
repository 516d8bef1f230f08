import type { PageOf, Service } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import type { RequestContext } from '../../request-context.ts';
import { likePattern, type PageQuery, readList, readPage } from '../records/page.ts';
import { servicesMatching } from './sql.ts';

/** The price list, by code, name or description, all or only the bookable or only the retired; ordered by code. */
export function listServices(
  database: Database,
  ctx: RequestContext,
  query: PageQuery & { search?: string | undefined; is_active?: boolean | undefined },
): Promise<PageOf<Service>> {
  const listing = servicesMatching(ctx.shop.id, likePattern(query.search), query.is_active ?? null);
  return readList(database, ctx, query, (tx) => readPage<Service>(tx, listing, query));
}
