import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, caller, type Served } from '../serve.ts';
import type { ShopIds } from './commands.ts';

export type Api = Served['api'];

export const BOARD = '/api/admin/appointments/board';
export const PRICE_CENTS = 7_900;

/**
 * A shop with two customers, a vehicle each, two technicians and a service, all made through its API.
 * @param settleMs waited after each: a server with a seeded bug may answer before it is there
 */
export async function furnishShop(api: Api, settleMs = 0): Promise<ShopIds> {
  const make = async (noun: string, body: object): Promise<string> => {
    const { id } = (await api('POST', `/api/admin/${noun}`, body, { 'idempotency-key': randomUUID() })).data;
    if (settleMs > 0) await delay(settleMs);
    return id;
  };
  const person = async (name: string) => {
    const id = await make('customers', { name });
    const vehicleId = await make('vehicles', { customer_id: id, year: 2020, make: 'Honda', model: 'Civic' });
    return { id, vehicleId };
  };
  const customers = [await person('Ana'), await person('Ben')];
  const techIds = [await make('technicians', { name: 'Sam' }), await make('technicians', { name: 'Rosa' })];
  // Refused where the shop has it already.
  await api('POST', '/api/admin/services', {
    code: 'OIL',
    name: 'Oil change',
    base_price_cents: PRICE_CENTS,
    est_minutes: 45,
  });
  return { customers, techIds };
}

/** Whoever talks to several servers of one shop. */
export const callers = (urls: string[]): Api[] => urls.map((url) => caller(url));

/** The code of a refusal, `ok`, or what else was answered. */
export const codeOf = ({ status, body }: Answer): string =>
  status < 300 ? 'ok' : (body?.error?.code ?? `status ${status}`);

/** The text of what was answered, without the frame that also names the request. */
export const dataTextOf = ({ body }: Answer): string => JSON.stringify(body?.data);
