import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import type { FastifyInstance } from 'fastify';
import { route } from '../../http/route.ts';
import type { Deps } from '../deps.ts';
import { createService } from './create-service.ts';
import { deleteService } from './delete-service.ts';
import { getService } from './get-service.ts';
import { listServices } from './list-services.ts';
import { updateService } from './update-service.ts';

/** The price list. */
export function serviceRoutes(app: FastifyInstance, deps: Pick<Deps, 'database' | 'shop'>): void {
  const { database } = deps;
  route(app, endpoints.listServices, deps, ({ ctx, query }) => listServices(database, ctx, query));
  route(app, endpoints.createService, deps, ({ ctx, body }) => createService(database, ctx, body));
  route(app, endpoints.getService, deps, ({ ctx, params }) => getService(database, ctx, params.id));
  route(app, endpoints.updateService, deps, ({ ctx, params, body }) => updateService(database, ctx, params.id, body));
  route(app, endpoints.deleteService, deps, ({ ctx, params }) => deleteService(database, ctx, params.id));
}
