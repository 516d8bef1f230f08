import type { endpoints, QueryOf } from '@edgar-auto-shop/contract/endpoints';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import type { BoardCache } from './board-cache.ts';
import { daysOf } from './board-days.ts';
import { type BoardEvents, readChangeId, writeChangeId } from './board-events.ts';
import { boardIn, renderMissed, wholeBoard } from './render-board.ts';

type ChangesQuery = QueryOf<typeof endpoints.getBoardChanges>;

/**
 * What happened to a date's board since a revision, or the whole board where that can no longer be told, or is shorter; no
 * older than the request.
 *
 * @throws ApiError `unavailable`
 */
export async function getBoardChanges(
  cache: BoardCache,
  events: BoardEvents,
  ctx: RequestContext,
  { date: asked, since }: ChangesQuery,
): Promise<WriteAnswer> {
  const [date] = daysOf({ date: asked }, ctx.shop).dates as [string];
  const { generation } = events;
  const [board] = await cache.current(ctx, [date]);
  if (!board) throw new Error(`no board of ${date}`);
  const { identity } = events;
  const from = revisionIn(since, identity, date);
  const changes = from === undefined ? undefined : await events.since(ctx, board, from, generation);
  const texts = changes && renderMissed(ctx.shop, board, changes);
  const revision = String(board.revision);
  const head = JSON.stringify({ id: writeChangeId({ identity, date, revision: board.revision }), revision });
  const rest = texts ? `"events":[${texts.join(',')}]` : `"board":${boardIn(wholeBoard(ctx.shop, board))}`;
  return { json: `${head.slice(0, -1)},${rest}}`, replayed: false };
}

/** The revision that a client has of this board; undefined where it has another board, or none. */
function revisionIn(since: string | undefined, identity: string, date: string): number | undefined {
  if (since === undefined) return undefined;
  // More than any board will ever have, and more than a double counts exactly.
  if (/^\d+$/.test(since)) return since.length > 15 ? undefined : Number(since);
  const id = readChangeId(since);
  return id?.identity === identity && id.date === date ? id.revision : undefined;
}
