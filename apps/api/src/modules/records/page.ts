import type { PageOf } from '@edgar-auto-shop/contract';
import type { Database, Tx } from '../../db/database.ts';
import type { RequestContext } from '../../request-context.ts';
import { type Listing, selectPage } from './sql.ts';

/** Which page of a list is asked for. */
export interface PageQuery {
  page?: number | undefined;
  page_size?: number | undefined;
}

export const DEFAULT_PAGE_SIZE = 50;

/** LIMIT and OFFSET of a page. */
export function pageBounds({ page = 1, page_size = DEFAULT_PAGE_SIZE }: PageQuery): { limit: number; offset: number } {
  return { limit: page_size, offset: (page - 1) * page_size };
}

/** A list's answer; past the end it is empty, with the true totals. */
export function pageOf<T>(
  items: T[],
  total: number,
  { page = 1, page_size = DEFAULT_PAGE_SIZE }: PageQuery,
): PageOf<T> {
  return { items, total, page, page_size, pages: Math.ceil(total / page_size) };
}

/** Reads the page that is asked for. */
export async function readPage<T>(tx: Tx, listing: Listing, query: PageQuery): Promise<PageOf<T>> {
  const { limit, offset } = pageBounds(query);
  const [page] = await tx.query<{ items: T[]; total: number }>(selectPage(listing, limit, offset));
  return pageOf(page?.items ?? [], page?.total ?? 0, query);
}

/**
 * The transaction of a list; one that searches stands in line with all that do.
 *
 * @throws ApiError `unavailable`
 */
export const readList = <T>(
  database: Database,
  ctx: RequestContext,
  { search }: { search?: string | undefined },
  work: (tx: Tx) => Promise<T>,
): Promise<T> => (search ? database.search(ctx, work) : database.read(ctx, work));

/** A search text as a pattern for LIKE; its own wildcards mean themselves. Null where everything is meant. */
export function likePattern(search: string | undefined): string | null {
  return search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null;
}

/**
 * The digits of a search that may be a phone. One with letters is none: "Ana 5" must not find every phone with a 5 in it.
 */
export function phoneDigits(search: string | undefined): string | undefined {
  return search && !/\p{L}/u.test(search) ? search.replace(/\D/g, '') : undefined;
}
