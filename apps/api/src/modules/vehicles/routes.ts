import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import type { FastifyInstance } from 'fastify';
import { route } from '../../http/route.ts';
import type { Deps } from '../deps.ts';
import { createVehicle } from './create-vehicle.ts';
import { getVehicle } from './get-vehicle.ts';
import { listVehicles } from './list-vehicles.ts';
import { updateVehicle } from './update-vehicle.ts';

/** What is repaired. */
export function vehicleRoutes(app: FastifyInstance, deps: Pick<Deps, 'database' | 'shop'>): void {
  const { database } = deps;
  route(app, endpoints.listVehicles, deps, ({ ctx, query }) => listVehicles(database, ctx, query));
  route(app, endpoints.createVehicle, deps, ({ ctx, body }) => createVehicle(database, ctx, body));
  route(app, endpoints.getVehicle, deps, ({ ctx, params }) => getVehicle(database, ctx, params.id));
  route(app, endpoints.updateVehicle, deps, ({ ctx, params, body }) => updateVehicle(database, ctx, params.id, body));
}
