import type { Customer, Service, Technician, Vehicle } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import { createCustomer } from '../customers/create-customer.ts';
import { createService } from '../services/create-service.ts';
import { listServices } from '../services/list-services.ts';
import { createTechnician } from '../technicians/create-technician.ts';
import { createVehicle } from '../vehicles/create-vehicle.ts';
import type { DayPlan } from './plan-day.ts';

/** What the appointments of a plan refer to by its indexes and codes, as it is in the database. */
export interface FurnishedShop {
  technicians: string[];
  customers: string[];
  vehicles: { id: string; customerId: string }[];
  /** The service that a code of the plan is booked as. */
  services: Map<string, Pick<Service, 'code' | 'base_price_cents'>>;
}

const written = <T>({ json }: WriteAnswer): T => JSON.parse(json) as T;

/**
 * Enters everybody and everything that a day is about. Services that the shop has under the same code are used as they
 * are, with the shop's own prices.
 *
 * @param firstTechnician the id of the plan's first, who is there already
 */
export async function furnishShop(
  database: Database,
  ctx: RequestContext,
  plan: DayPlan,
  firstTechnician: string,
): Promise<FurnishedShop> {
  const technicians = [firstTechnician];
  for (const input of plan.technicians.slice(1))
    technicians.push(written<Technician>(await createTechnician(database, ctx, input)).id);
  const services = await priceList(database, ctx, plan);
  const customers: string[] = [];
  for (const input of plan.customers) customers.push(written<Customer>(await createCustomer(database, ctx, input)).id);
  const vehicles: FurnishedShop['vehicles'] = [];
  for (const { owner, ...input } of plan.vehicles) {
    const customerId = customers[owner] as string;
    const answer = await createVehicle(database, ctx, { ...input, customer_id: customerId });
    vehicles.push({ id: written<Vehicle>(answer).id, customerId });
  }
  return { technicians, services, customers, vehicles };
}

async function priceList(database: Database, ctx: RequestContext, plan: DayPlan): Promise<FurnishedShop['services']> {
  const known = await knownServices(database, ctx);
  const services: FurnishedShop['services'] = new Map();
  for (const input of plan.services) {
    // A retired service cannot be booked, and its code stays taken: then the next free one.
    let code = input.code;
    for (let n = 2; known.get(code.toLowerCase())?.is_active === false; n += 1) code = `${input.code}-${n}`;
    const service =
      known.get(code.toLowerCase()) ?? written<Service>(await createService(database, ctx, { ...input, code }));
    services.set(input.code, service);
  }
  return services;
}

async function knownServices(database: Database, ctx: RequestContext): Promise<Map<string, Service>> {
  const known = new Map<string, Service>();
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const list = await listServices(database, ctx, { page, page_size: 200 });
    for (const service of list.items) known.set(service.code.toLowerCase(), service);
    pages = list.pages;
  }
  return known;
}
