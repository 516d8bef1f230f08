import type { Health, Readiness } from '@edgar-auto-shop/contract';
import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import type { FastifyInstance } from 'fastify';
import type { HttpDeps } from '../../deps.ts';
import { noShop, route } from '../../http/route.ts';
import { VERSION } from '../../version.ts';
import type { Deps } from '../deps.ts';

/** Whether the process is alive, and its numbers: what can be told without a database. */
export function healthRoutes(app: FastifyInstance, deps: HttpDeps): void {
  route(
    app,
    endpoints.getHealth,
    noShop,
    async (): Promise<Health> => ({
      status: 'ok',
      service: 'edgar-auto-shop',
      runtime: deps.runtime,
      version: VERSION,
    }),
  );
  app.get('/metrics', async (_request, reply) => {
    const { registry } = deps.metrics;
    return reply
      .header('content-type', registry.contentType)
      .header('cache-control', 'no-store')
      .send(await registry.metrics());
  });
}

/** Whether it can serve. */
export function readinessRoutes(app: FastifyInstance, deps: Deps): void {
  route(
    app,
    endpoints.getReadiness,
    noShop,
    async (): Promise<Readiness> => ({ status: 'ready', migration: await deps.readiness() }),
  );
}
