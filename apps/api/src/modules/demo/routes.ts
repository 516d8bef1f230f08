import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import type { FastifyInstance } from 'fastify';
import { route } from '../../http/route.ts';
import type { Deps } from '../deps.ts';
import { loadDemoDay } from './load-demo-day.ts';

/** A day to look around in. */
export function demoRoutes(app: FastifyInstance, deps: Pick<Deps, 'database' | 'shop'>): void {
  route(app, endpoints.loadDemoDay, deps, ({ ctx, body }) => loadDemoDay(deps.database, ctx, body));
}
