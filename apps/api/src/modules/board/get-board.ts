import { createHash } from 'node:crypto';
import type { CachedAnswer } from '../../cached-answer.ts';
import type { RequestContext } from '../../request-context.ts';
import { VERSION } from '../../version.ts';
import type { BoardCache } from './board-cache.ts';
import { type DaysQuery, daysOf, revisionOf } from './board-days.ts';
import type { BoardState } from './board-state.ts';
import { renderBoard, wholeBoard } from './render-board.ts';

/** Answers of whole boards, kept as long as the board itself is. */
const answers = new WeakMap<BoardState, CachedAnswer>();

/**
 * A date's board, or a range of dates in the same shape, no older than the request.
 *
 * @throws ApiError `validation_error`, `unavailable`
 */
export async function getBoard(
  cache: BoardCache,
  ctx: RequestContext,
  query: DaysQuery & { tech_id?: string | undefined },
): Promise<CachedAnswer> {
  const { dates, range } = daysOf(query, ctx.shop);
  const boards = await cache.current(ctx, dates);
  const [only] = boards;
  const whole = only && !range && query.tech_id === undefined ? only : undefined;
  const kept = whole && answers.get(whole);
  if (kept) return kept;
  const revision = revisionOf(boards);
  const { shop } = ctx;
  const answer = {
    envelope: whole ? wholeBoard(shop, whole) : renderBoard({ shop, boards, revision, techId: query.tech_id, range }),
    etag: etagOf(cache.identity, dates, revision, range ? 'range' : 'board', query.tech_id),
  };
  if (whole) answers.set(whole, answer);
  return answer;
}

/**
 * Strong: the same tag always stands for the same bytes. The database's identity is in it, for another may say other things,
 * and the program's version, for another may say the same things in other words.
 */
export function etagOf(identity: string, dates: string[], revision: string, view: string, techId?: string): string {
  const text = JSON.stringify([VERSION, identity, dates[0], dates.at(-1), revision, view, techId]);
  return `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
}
