import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import type { FastifyInstance } from 'fastify';
import { route } from '../../http/route.ts';
import type { Deps } from '../deps.ts';
import { createTechnician } from './create-technician.ts';
import { listTechnicians } from './list-technicians.ts';
import { updateTechnician } from './update-technician.ts';

/** Who does the work. */
export function technicianRoutes(app: FastifyInstance, deps: Pick<Deps, 'database' | 'shop'>): void {
  const { database } = deps;
  route(app, endpoints.listTechnicians, deps, ({ ctx, query }) => listTechnicians(database, ctx, query));
  route(app, endpoints.createTechnician, deps, ({ ctx, body }) => createTechnician(database, ctx, body));
  route(app, endpoints.updateTechnician, deps, ({ ctx, params, body }) =>
    updateTechnician(database, ctx, params.id, body),
  );
}
