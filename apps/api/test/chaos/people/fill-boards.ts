import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Write } from '@edgar-auto-shop/testing';
import { Random } from '../random.ts';
import { Lines } from './lines.ts';
import type { Round } from './round.ts';
import { writeUntilSettled } from './write-until-settled.ts';

const SETTLED_MS = 300;

/** What every card names. */
export interface Job {
  customer_id: string;
  vehicle_id: string;
  service_codes: string[];
}

const openLines = (ports: readonly number[]) => new Lines(ports, new Random(0));

/** Makes a customer, a vehicle and a service. */
export async function furnishShop(ports: readonly number[]): Promise<Job> {
  const lines = openLines(ports);
  const make = async (path: string, body: object): Promise<{ id: string }> => {
    const reply = await lines.send('POST', path, {}, body);
    if (reply.kind !== 'answered' || reply.status !== 201) throw new Error(`POST ${path}: ${JSON.stringify(reply)}`);
    // A server with a seeded bug may have answered before it committed, and would refuse what names this.
    await delay(SETTLED_MS);
    return JSON.parse(reply.text).data;
  };
  const customer = await make('/api/admin/customers', { name: 'Ana Torres' });
  const car = { customer_id: customer.id, year: 2020, make: 'Honda', model: 'Civic' };
  const vehicle = await make('/api/admin/vehicles', car);
  await make('/api/admin/services', { code: 'OIL', name: 'Oil change', base_price_cents: 7_900 });
  lines.close();
  return { customer_id: customer.id, vehicle_id: vehicle.id, service_codes: ['OIL'] };
}

/** Makes some cards on each date; recorded like everything else. */
export async function fillBoards(
  ports: readonly number[],
  dates: readonly string[],
  cardsPerDate: number,
  job: Job,
  round: Round,
): Promise<void> {
  await Promise.all(dates.map((date) => fillBoard(ports, date, cardsPerDate, job, round)));
}

async function fillBoard(ports: readonly number[], date: string, cards: number, job: Job, round: Round): Promise<void> {
  const lines = openLines(ports);
  for (let i = 0; i < cards; i += 1) {
    const times = { appt_start: `${date}T${15 + (i % 8)}:00:00Z`, appt_end: `${date}T23:30:00Z` };
    await makeCard(round, lines, date, { ...job, ...times });
  }
  lines.close();
}

async function makeCard(round: Round, lines: Lines, date: string, body: object): Promise<void> {
  const write: Write = {
    client: 'reception',
    key: randomUUID(),
    card: '',
    date,
    request: 'make',
    expectedVersion: 0,
    attempts: [],
  };
  const request = { path: '/api/admin/appointments', body };
  const outcome = await writeUntilSettled(round, { lines, spare: lines }, write, request);
  if (outcome.kind !== 'ok') throw new Error(`no card: ${JSON.stringify(outcome)}`);
  write.card = JSON.parse(outcome.text).data.id;
  round.writes.push(write);
}
