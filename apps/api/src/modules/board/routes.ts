import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import type { FastifyInstance } from 'fastify';
import { route } from '../../http/route.ts';
import type { Deps } from '../deps.ts';
import { getBoard } from './get-board.ts';
import { getStats } from './get-stats.ts';

/** The board and its numbers. */
export function boardRoutes(app: FastifyInstance, deps: Deps): void {
  const { boards } = deps;
  route(app, endpoints.getBoard, deps, ({ ctx, query }) => getBoard(boards, ctx, query));
  route(app, endpoints.getStats, deps, ({ ctx, query }) => getStats(boards, ctx, query));
}
