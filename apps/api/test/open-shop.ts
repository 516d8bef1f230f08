import { randomUUID } from 'node:crypto';
import type { Appointment, Moved, NewAppointment, WrittenAppointment } from '@edgar-auto-shop/contract';
import { createTestDatabase } from '@edgar-auto-shop/testing';
import { Database } from '../src/db/database.ts';
import { migrate } from '../src/db/migrate.ts';
import { createAppointment } from '../src/modules/appointments/create-appointment.ts';
import { BoardCache } from '../src/modules/board/board-cache.ts';
import { BoardDoor } from '../src/modules/board/board-door.ts';
import { ensureShop } from '../src/modules/shop/ensure-shop.ts';
import type { RequestContext, Shop, WriteAnswer } from '../src/request-context.ts';

/** A shop on a database of its own, with a customer, a vehicle, two services and two technicians. */
export interface OpenShop {
  url: string;
  shop: Shop;
  database: Database;
  boards: BoardCache;
  door: BoardDoor;
  customerId: string;
  vehicleId: string;
  technicianIds: [string, string];
  /** The context of a request, with a key of its own unless one is given. */
  ctx(key?: string, requestHash?: string): RequestContext;
  /** An appointment at 15:00 UTC on the date, unless told otherwise. */
  book(date: string, fields?: Partial<NewAppointment>): Promise<WrittenAppointment>;
  /** Another process on the same database. */
  anotherProcess(): Pick<OpenShop, 'database' | 'boards' | 'door'>;
  /** As the owner, past row-level security: for looking at rows and for setting scenes. */
  sql<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export const data = <T = Moved>(answer: WriteAnswer): T => JSON.parse(answer.json) as T;

export async function openShop(timeZone = 'America/Los_Angeles'): Promise<OpenShop> {
  const { url, drop } = await createTestDatabase();
  const info = await migrate(url);
  const shop = await ensureShop(url, { name: 'Test shop', timeZone });
  const open = () => {
    const database = new Database({
      url,
      poolSize: 5,
      searchesAtOnce: 2,
      namedStatements: true,
      log: { warn: () => {} },
      ...info,
    });
    const boards = new BoardCache(database);
    return { database, boards, door: new BoardDoor(database, boards) };
  };
  const processes = [open()];
  const [first] = processes as [ReturnType<typeof open>];
  const { Client } = await import('pg');
  const owner = new Client({ connectionString: url });
  owner.on('error', () => {});
  await owner.connect();
  const sql = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await owner.query<Row>(text, values)).rows;
  const ids = await furnish(sql, shop.id);
  const ctx = (key: string = randomUUID(), requestHash = key): RequestContext => ({
    shop,
    actor: { id: 'anonymous', name: 'anonymous' },
    correlationId: 'test',
    idempotency: { key, requestHash },
    timing: { dbMs: 0 },
  });
  return {
    url,
    shop,
    ...first,
    ...ids,
    ctx,
    sql,
    async book(date, fields = {}) {
      const answer = await createAppointment(first.door, ctx(), {
        customer_id: ids.customerId,
        vehicle_id: ids.vehicleId,
        service_codes: ['OIL'],
        appt_start: `${date}T15:00:00Z`,
        appt_end: `${date}T16:00:00Z`,
        ...fields,
      });
      return data<WrittenAppointment & Appointment>(answer);
    },
    anotherProcess() {
      const other = open();
      processes.push(other);
      return other;
    },
    async close() {
      await Promise.all(
        processes.filter(({ database }) => !database.pool.ended).map(({ database }) => database.close()),
      );
      await owner.end();
      await drop();
    },
  };
}

type Sql = OpenShop['sql'];

async function furnish(sql: Sql, shopId: string) {
  const [customerId, vehicleId, ...rest] = Array.from({ length: 6 }, () => randomUUID()) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const technicianIds: [string, string] = [rest[0], rest[1]];
  await sql(
    'insert into customers (shop_id, id, name, phone, created_at, updated_at) values ($1, $2, $3, $4, now(), now())',
    [shopId, customerId, 'Ana Torres', '(555) 010-0199'],
  );
  await sql(
    `insert into vehicles (shop_id, id, customer_id, year, make, model, license_plate, created_at, updated_at)
     values ($1, $2, $3, 2020, 'Honda', 'Civic', '7ABC123', now(), now())`,
    [shopId, vehicleId, customerId],
  );
  await sql(
    `insert into technicians (shop_id, id, name, created_at, updated_at)
     values ($1, $2, 'Sam Lee', now(), now()), ($1, $3, 'Rosa Diaz', now(), now())`,
    [shopId, ...technicianIds],
  );
  await sql(
    `insert into services (shop_id, id, code, name, base_price_cents, est_minutes, created_at, updated_at)
     values ($1, $2, 'OIL', 'Oil change', 7900, 45, now(), now()), ($1, $3, 'BRAKES', 'Brake pads', 24900, 90, now(), now())`,
    [shopId, rest[2], rest[3]],
  );
  return { customerId, vehicleId, technicianIds };
}
