import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Write } from '@edgar-auto-shop/testing';
import { Connection } from './connection.ts';
import type { RunState } from './round.ts';
import { writeUntilSettled } from './write-until-settled.ts';

const SETTLED_MS = 300;

/** Makes a customer, a vehicle, a service, and some cards on each date; recorded like everything else. */
export async function fillBoards(port: number, dates: string[], cardsPerDate: number, state: RunState): Promise<void> {
  const connection = new Connection(port);
  const make = async (path: string, body: object): Promise<{ id: string }> => {
    const reply = await connection.send('POST', path, {}, body);
    if (reply.kind !== 'answered' || reply.status !== 201) throw new Error(`POST ${path}: ${JSON.stringify(reply)}`);
    // A server with a seeded bug may have answered before it committed, and would refuse what names this.
    await delay(SETTLED_MS);
    return JSON.parse(reply.text).data;
  };
  const customer = await make('/api/admin/customers', { name: 'Ana Torres' });
  const car = { customer_id: customer.id, year: 2020, make: 'Honda', model: 'Civic' };
  const vehicle = await make('/api/admin/vehicles', car);
  await make('/api/admin/services', { code: 'OIL', name: 'Oil change', base_price_cents: 7_900 });
  const card = { customer_id: customer.id, vehicle_id: vehicle.id, service_codes: ['OIL'] };
  connection.close();
  await Promise.all(dates.map((date) => fillBoard(port, date, cardsPerDate, card, state)));
}

async function fillBoard(port: number, date: string, cards: number, card: object, state: RunState): Promise<void> {
  const connection = new Connection(port);
  for (let i = 0; i < cards; i += 1) {
    const times = { appt_start: `${date}T${15 + (i % 8)}:00:00Z`, appt_end: `${date}T23:30:00Z` };
    await makeCard(state, connection, date, { ...card, ...times });
  }
  connection.close();
}

async function makeCard(state: RunState, connection: Connection, date: string, body: object): Promise<void> {
  const write: Write = {
    client: 'reception',
    key: randomUUID(),
    card: '',
    date,
    request: 'make',
    expectedVersion: 0,
    attempts: [],
  };
  const outcome = await writeUntilSettled(state, connection, write, { path: '/api/admin/appointments', body });
  if (outcome.kind !== 'ok') throw new Error(`no card: ${JSON.stringify(outcome)}`);
  write.card = JSON.parse(outcome.text).data.id;
  state.writes.push(write);
}
