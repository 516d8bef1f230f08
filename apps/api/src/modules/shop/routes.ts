import type { Shop } from '@edgar-auto-shop/contract';
import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import type { FastifyInstance } from 'fastify';
import { route } from '../../http/route.ts';
import type { Deps } from '../deps.ts';

/** Whose boards these are. */
export function shopRoutes(app: FastifyInstance, deps: Deps): void {
  route(
    app,
    endpoints.getShop,
    deps,
    async ({ ctx }): Promise<Shop> => ({ name: ctx.shop.name, time_zone: ctx.shop.time_zone }),
  );
}
