import { randomUUID } from 'node:crypto';
import type { ErrorCode } from '@edgar-auto-shop/contract';
import { type Endpoint, endpoints } from '@edgar-auto-shop/contract/endpoints';
import { Failure } from '@edgar-auto-shop/contract/schemas';
import { Client } from 'pg';
import { expect } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/entry/open-database.ts';
import { check } from '../../src/http/validate.ts';
import { createLog } from '../../src/log.ts';
import { Metrics } from '../../src/metrics.ts';
import { depsOf } from '../../src/modules/deps.ts';
import { type Answer, caller, type Served, serve } from '../serve.ts';

export const APPOINTMENTS = '/api/admin/appointments';
export const BOARD = `${APPOINTMENTS}/board`;
export const STATS = '/api/admin/dashboard/stats';
/** Looks like an id of this server, and is that of nothing. */
export const UNKNOWN = '0190a0b0-0000-7000-8000-000000000000';

export type Api = Served['api'];
// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects to be there
export type Thing = any;

/** Another server on the same database, with a memory and connections of its own. */
export interface AnotherServer {
  url: string;
  api: Api;
  close(): Promise<void>;
}

/** A served shop with a customer, a vehicle, two technicians and two services. Every answer is held against its schema. */
export interface World extends Served {
  customerId: string;
  vehicleId: string;
  techIds: [string, string];
  /** A scheduled card at 15:00 UTC on the date, 16:00 its end, unless told otherwise. */
  book(date: string, fields?: object): Promise<Thing>;
  /** Moves a card on by the shortest way that the workflow allows; answers the card as it then is. */
  bookIn(status: string, date: string, fields?: object): Promise<Thing>;
  move(card: { id: string; version: number }, to: string, position?: number): Promise<Answer>;
  reorder(card: { id: string; version: number }, position: number): Promise<Answer>;
  undo(card: { id: string; version: number }): Promise<Answer>;
  patch(card: { id: string; version: number }, fields: object): Promise<Answer>;
  cancel(card: { id: string; version: number }): Promise<Answer>;
  card(id: string): Promise<Thing>;
  history(id: string): Promise<Thing[]>;
  board(query: string): Promise<Thing>;
  stats(query: string): Promise<Thing>;
  revision(date: string): Promise<number>;
  /** As the owner, past row-level security. */
  sql<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  /** For this shop, or for another one on the same database. */
  another(shop?: { id: string; name: string; time_zone: string }, settings?: object): Promise<AnotherServer>;
}

/** The shortest way from a new card to each column. */
export const WAY: Record<string, string[]> = {
  scheduled: [],
  in_progress: ['in_progress'],
  ready: ['in_progress', 'ready'],
  completed: ['in_progress', 'completed'],
  no_show: ['no_show'],
};

/** Holds every answer against what its endpoint says that it can answer. */
export function checking(api: Api): Api {
  return async (method, path, body, headers) => {
    const answer = await api(method, path, body, headers);
    const endpoint = endpointOf(method, path);
    const { status, body: found } = answer;
    const told = `${method} ${path}`;
    if (endpoint === undefined || status === 304 || method === 'HEAD' || status === 405) return answer;
    if (status < 300) {
      expect(status, told).toBe(endpoint.status);
      check(endpoint.data, found.data, told);
    } else {
      const code = found.error.code as ErrorCode;
      expect(endpoint.errors, told).toContain(code);
      check(Failure(code), found, told);
      expect(found.correlation_id).toBe(answer.headers.get('x-correlation-id'));
    }
    return answer;
  };
}

function endpointOf(method: string, path: string): Endpoint | undefined {
  const [bare = ''] = path.split('?');
  const fits = (it: Endpoint) => new RegExp(`^${it.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(bare);
  const found = (Object.values(endpoints) as Endpoint[]).filter((it) => it.method === method && fits(it));
  return found.find((it) => !it.path.includes('{')) ?? found[0];
}

export async function openWorld(settings: Record<string, string> = {}): Promise<World> {
  const served = await serve(settings);
  const owner = new Client({ connectionString: served.databaseUrl });
  // Tests end its connection from outside.
  owner.on('error', () => {});
  await owner.connect();
  const others: AnotherServer[] = [];
  const api = checking(served.api);
  const ids = await furnish(api);
  const at = (id: string) => `${APPOINTMENTS}/${id}`;
  const keyed = (method: string, path: string, body?: object) =>
    api(method, path, body, { 'idempotency-key': randomUUID() });
  const world: World = {
    ...served,
    ...ids,
    api,
    async book(date, fields = {}) {
      const made = await keyed('POST', APPOINTMENTS, newAppointment(ids, date, fields));
      return made.data;
    },
    async bookIn(status, date, fields) {
      const card = await world.book(date, fields);
      for (const to of WAY[status] ?? []) card.version = (await world.move(card, to)).data.version;
      return world.card(card.id);
    },
    move: (card, new_status, position) =>
      keyed('POST', `${at(card.id)}/move`, {
        new_status,
        expected_version: card.version,
        ...(position === undefined ? {} : { position }),
      }),
    reorder: (card, position) => keyed('POST', `${at(card.id)}/reorder`, { position, expected_version: card.version }),
    undo: (card) => keyed('POST', `${at(card.id)}/undo`, { expected_version: card.version }),
    patch: (card, fields) => keyed('PATCH', at(card.id), { expected_version: card.version, ...fields }),
    cancel: (card) => keyed('DELETE', `${at(card.id)}?expected_version=${card.version}`),
    card: async (id) => (await api('GET', at(id))).data,
    history: async (id) => (await api('GET', `${at(id)}/history`)).data.items,
    board: async (query) => (await api('GET', `${BOARD}?${query}`)).data,
    stats: async (query) => (await api('GET', `${STATS}?${query}`)).data,
    revision: async (date) => Number((await api('GET', `${BOARD}?date=${date}`)).data.revision),
    sql: async <Row extends object>(text: string, values: unknown[] = []) =>
      (await owner.query<Row>(text, values)).rows,
    async another(shop, more = {}) {
      if (shop) {
        await owner.query('insert into shops (id, name, time_zone) values ($1, $2, $3)', [
          shop.id,
          shop.name,
          shop.time_zone,
        ]);
      }
      const other = await serveOn(served.databaseUrl, { ...settings, ...more }, shop);
      others.push(other);
      return other;
    },
    async close() {
      await Promise.all(others.map((other) => other.close()));
      await owner.end().catch(() => {});
      await served.close();
    },
  };
  return world;
}

async function serveOn(databaseUrl: string, settings: object, shop?: World['deps']['shop']): Promise<AnotherServer> {
  const config = loadConfig({ RATE_LIMIT: 'off', LOG_LEVEL: 'silent', DATABASE_POOL_SIZE: '3', ...settings });
  const http = { config, log: createLog(config), metrics: new Metrics(), runtime: 'node' as const };
  const open = await openDatabase(databaseUrl, databaseUrl, config, http);
  const app = await buildApp(depsOf(http, { ...open, ...(shop ? { shop } : {}) }));
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= (async () => {
      app.server.closeAllConnections();
      await app.close();
      await open.database.close();
    })();
    return closed;
  };
  return { url, api: checking(caller(url)), close };
}

/** The body of a booking that fits. */
export function newAppointment(
  ids: Pick<World, 'customerId' | 'vehicleId'>,
  date: string,
  fields: object = {},
): object {
  return {
    customer_id: ids.customerId,
    vehicle_id: ids.vehicleId,
    service_codes: ['OIL'],
    appt_start: `${date}T15:00:00Z`,
    appt_end: `${date}T16:00:00Z`,
    ...fields,
  };
}

export async function furnish(api: Api): Promise<Pick<World, 'customerId' | 'vehicleId' | 'techIds'>> {
  const make = async (noun: string, body: object) => (await api('POST', `/api/admin/${noun}`, body)).data.id as string;
  const customerId = await make('customers', { name: 'Ana Torres', phone: '(555) 010-0199' });
  const vehicle = { customer_id: customerId, year: 2020, make: 'Honda', model: 'Civic', license_plate: '7ABC123' };
  const vehicleId = await make('vehicles', vehicle);
  const techIds: [string, string] = [
    await make('technicians', { name: 'Sam Lee' }),
    await make('technicians', { name: 'Rosa Diaz' }),
  ];
  await make('services', { code: 'OIL', name: 'Oil change', base_price_cents: 7900, est_minutes: 45 });
  await make('services', { code: 'BRAKES', name: 'Brake pads', base_price_cents: 24900, est_minutes: 90 });
  return { customerId, vehicleId, techIds };
}
