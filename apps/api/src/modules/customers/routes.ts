import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import type { FastifyInstance } from 'fastify';
import { route } from '../../http/route.ts';
import type { Deps } from '../deps.ts';
import { createCustomer } from './create-customer.ts';
import { getCustomer } from './get-customer.ts';
import { listCustomerVehicles } from './list-customer-vehicles.ts';
import { listCustomers } from './list-customers.ts';
import { updateCustomer } from './update-customer.ts';

/** The people whose vehicles are repaired. */
export function customerRoutes(app: FastifyInstance, deps: Pick<Deps, 'database' | 'shop'>): void {
  const { database } = deps;
  route(app, endpoints.listCustomers, deps, ({ ctx, query }) => listCustomers(database, ctx, query));
  route(app, endpoints.createCustomer, deps, ({ ctx, body }) => createCustomer(database, ctx, body));
  route(app, endpoints.getCustomer, deps, ({ ctx, params }) => getCustomer(database, ctx, params.id));
  route(app, endpoints.updateCustomer, deps, ({ ctx, params, body }) => updateCustomer(database, ctx, params.id, body));
  route(app, endpoints.listCustomerVehicles, deps, ({ ctx, params, query }) =>
    listCustomerVehicles(database, ctx, params.id, query),
  );
}
