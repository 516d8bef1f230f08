import { boardStream, endpoints } from '@edgar-auto-shop/contract/endpoints';
import type { FastifyInstance } from 'fastify';
import { openEventStream } from '../../http/event-stream.ts';
import { route, streamRoute } from '../../http/route.ts';
import type { Deps } from '../deps.ts';
import { getBoard } from './get-board.ts';
import { getBoardChanges } from './get-board-changes.ts';
import { getStats } from './get-stats.ts';

/** The board, its numbers, and what happens to it. */
export function boardRoutes(app: FastifyInstance, deps: Deps): void {
  const { boards, feeds, metrics } = deps;
  route(app, endpoints.getBoard, deps, ({ ctx, query }) => getBoard(boards, ctx, query));
  route(app, endpoints.getStats, deps, ({ ctx, query }) => getStats(boards, ctx, query));
  route(app, endpoints.getBoardChanges, deps, ({ ctx, query }) => getBoardChanges(boards, feeds.events, ctx, query));
  streamRoute(app, boardStream, deps, ({ ctx, query, lastEventId }, request, reply) =>
    feeds.subscribe(ctx, { date: query.date, lastEventId }, (leave) => openEventStream(request, reply, leave)),
  );
  app.addHook('preClose', async () => feeds.close());
  metrics.gauge('board_streams', 'Live streams that are open now', () => feeds.size);
}
