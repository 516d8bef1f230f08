import { type Card, type Status, TRANSITIONS } from '@edgar-auto-shop/contract';
import type { Served } from '../serve.ts';

/** What is in the shop at the moment, so that requests can aim at it. */
export interface World {
  cards: Card[];
  customers: { id: string }[];
  vehicles: { id: string; customer_id: string }[];
  technicians: { id: string }[];
  services: { id: string; code: string }[];
}

type Api = Served['api'];

/** A little of everything to begin with. */
export async function furnish(api: Api): Promise<void> {
  for (let i = 0; i < 6; i += 1) {
    const customer = (await api('POST', '/api/admin/customers', { name: `Customer ${i}`, phone: `555-010${i}` })).data;
    const vehicle = (
      await api('POST', '/api/admin/vehicles', {
        customer_id: customer.id,
        make: 'Honda',
        model: 'Civic',
        year: 2015 + i,
      })
    ).data;
    const technician = (await api('POST', '/api/admin/technicians', { name: `Technician ${i}` })).data;
    const service = (
      await api('POST', '/api/admin/services', {
        code: `S${i}-${customer.id}`,
        name: `Service ${i}`,
        base_price_cents: 1_000 * i,
      })
    ).data;
    for (let day = 1; day <= 6; day += 1) {
      await api('POST', '/api/admin/appointments', {
        customer_id: customer.id,
        vehicle_id: vehicle.id,
        tech_id: technician.id,
        service_codes: [service.code],
        appt_start: `2025-05-0${day}T16:00:00Z`,
        appt_end: `2025-05-0${day}T17:00:00Z`,
      });
    }
  }
}

/** What there is now. Requests also retire, cancel and deactivate, so what runs short is brought in again. */
export async function look(api: Api): Promise<World> {
  const world = await list(api);
  if (Object.values(world).every((things) => things.length > 5)) return world;
  await furnish(api);
  return list(api);
}

/** The same world with its cards as they are now. */
export async function lookAtCards(api: Api, world: World): Promise<World> {
  return { ...world, cards: await all(api, CARDS) };
}

const CARDS = '/api/admin/appointments?page_size=60';
const all = async (api: Api, path: string) => (await api('GET', path)).data.items;

async function list(api: Api): Promise<World> {
  const [cards, customers, vehicles, technicians, services] = await Promise.all([
    all(api, CARDS),
    all(api, '/api/admin/customers?page_size=200'),
    all(api, '/api/admin/vehicles?page_size=200'),
    all(api, '/api/admin/technicians?is_active=true&page_size=200'),
    all(api, '/api/admin/services?is_active=true&page_size=200'),
  ]);
  return { cards, customers, vehicles, technicians, services };
}

type Pick = <T>(list: readonly T[]) => T;

/** An id of the kind that the path is about. */
export function idFor(path: string, world: World, pick: Pick): { id: string; card?: Card } {
  if (path.includes('/appointments/')) {
    // A card that can move, where a move is asked for: most soon are where there is no way on.
    const movable = path.endsWith('/move')
      ? world.cards.filter(({ status }) => TRANSITIONS[status].length > 0)
      : world.cards;
    const card = pick(movable.length > 0 ? movable : world.cards);
    return { id: card.id, card };
  }
  const kind = (['customers', 'vehicles', 'technicians', 'services'] as const).find((noun) =>
    path.includes(`/${noun}/`),
  );
  if (!kind) throw new Error(`no id is known for ${path}`);
  return pick<{ id: string }>(world[kind]);
}

/** The body with what it refers to replaced by what there is. */
export function aim(
  body: Record<string, unknown>,
  world: World,
  pick: Pick,
  card: Card | undefined,
): Record<string, unknown> {
  const aimed = { ...body };
  const vehicle = pick(world.vehicles);
  if ('customer_id' in aimed) aimed.customer_id = vehicle.customer_id;
  if ('vehicle_id' in aimed) aimed.vehicle_id = vehicle.id;
  if (typeof aimed.tech_id === 'string') aimed.tech_id = pick(world.technicians).id;
  if ('service_codes' in aimed) aimed.service_codes = [pick(world.services).code, pick(world.services).code];
  if ('new_status' in aimed && card)
    aimed.new_status = pick<Status>(TRANSITIONS[card.status].length > 0 ? TRANSITIONS[card.status] : ['ready']);
  if ('expected_version' in aimed) {
    if (card) aimed.expected_version = card.version;
    else delete aimed.expected_version;
  }
  if ('appt_start' in aimed || 'appt_end' in aimed) {
    const start = Date.parse(String(aimed.appt_start ?? card?.appt_start ?? '2025-05-01T16:00:00Z'));
    aimed.appt_start = new Date(start).toISOString();
    aimed.appt_end = new Date(start + 3_600_000).toISOString();
  }
  return aimed;
}
