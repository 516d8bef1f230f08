import { countCards, type Stats, sumTakings } from '@edgar-auto-shop/contract';
import type { CachedAnswer } from '../../cached-answer.ts';
import type { RequestContext } from '../../request-context.ts';
import type { BoardCache } from './board-cache.ts';
import { type DaysQuery, daysOf, revisionOf } from './board-days.ts';
import { etagOf } from './get-board.ts';

/**
 * The numbers of a date, or of a range of dates, no older than the request.
 *
 * @throws ApiError `validation_error`, `unavailable`
 */
export async function getStats(cache: BoardCache, ctx: RequestContext, query: DaysQuery): Promise<CachedAnswer> {
  const { dates, range } = daysOf(query, ctx.shop);
  const boards = await cache.current(ctx, dates);
  const cards = boards.flatMap((board) => [...board.cards.values()]);
  const stats: Stats = { date: dates[0] as string, ...countCards(cards), ...sumTakings(cards), ...range };
  return {
    envelope: Buffer.from(`{"ok":true,"data":${JSON.stringify(stats)}}`),
    etag: etagOf(cache.identity, dates, revisionOf(boards), range ? 'stats of a range' : 'stats'),
  };
}
