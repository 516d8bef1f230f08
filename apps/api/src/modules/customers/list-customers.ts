import type { Customer, PageOf } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import type { RequestContext } from '../../request-context.ts';
import { likePattern, type PageQuery, phoneDigits, readList, readPage } from '../records/page.ts';
import { customersMatching } from './sql.ts';

/** Customers by name, phone in any punctuation, e-mail or the plate of one of their vehicles; ordered by name, then id. */
export function listCustomers(
  database: Database,
  ctx: RequestContext,
  query: PageQuery & { search?: string | undefined },
): Promise<PageOf<Customer>> {
  const { search } = query;
  const listing = customersMatching(ctx.shop.id, likePattern(search), likePattern(phoneDigits(search)));
  return readList(database, ctx, query, (tx) => readPage<Customer>(tx, listing, query));
}
