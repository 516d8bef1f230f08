import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Random } from '../random.ts';
import { book, type Wish } from './desk-work.ts';
import { Lines } from './lines.ts';
import type { Round } from './round.ts';
import type { Owner, Shop } from './shop.ts';
import { writeUntilSettled } from './write-until-settled.ts';

const SETTLED_MS = 300;
const AGAIN_MS = 100;
const PATIENCE_MS = 30_000;
const FIRST_NAMES = ['Ana Torres', 'Ben Okafor', 'Mei Chen'];

/** Whoever makes the first cards of a round, before anybody else is there. */
export const RECEPTION = 'reception';

const openLines = (ports: readonly number[]) => new Lines(ports, new Random(0));

/** Makes one after the other, each under its key until it is there. */
async function make(lines: Lines, noun: string, body: object): Promise<{ id: string }> {
  const [path, key] = [`/api/admin/${noun}`, randomUUID()];
  for (const limit = performance.now() + PATIENCE_MS; ; await delay(AGAIN_MS)) {
    const reply = await lines.send('POST', path, { 'idempotency-key': key }, body);
    if (reply.kind === 'answered' && reply.status === 201) {
      // A server with a seeded bug may have answered before it committed, and would refuse what names this.
      await delay(SETTLED_MS);
      return JSON.parse(reply.text).data;
    }
    if (performance.now() > limit) throw new Error(`POST ${path}: ${JSON.stringify(reply)}`);
  }
}

/** Makes the price list and the technicians. */
export async function furnishShop(ports: readonly number[]): Promise<Shop> {
  const lines = openLines(ports);
  const serviceCodes = ['OIL', 'TIRES'];
  for (const code of serviceCodes) await make(lines, 'services', { code, name: code, base_price_cents: 7_900 });
  const techIds: string[] = [];
  for (const name of ['Sam', 'Rosa']) techIds.push((await make(lines, 'technicians', { name })).id);
  lines.close();
  return { serviceCodes, techIds };
}

/** Makes a round's customers, and some cards of each on each date; the cards are recorded like everything else. */
export async function fillBoards(
  ports: readonly number[],
  dates: readonly string[],
  cardsPerDate: number,
  round: Round,
): Promise<void> {
  const owners = await Promise.all(FIRST_NAMES.map((firstName) => makeOwner(ports, firstName)));
  round.owners.push(...owners);
  await Promise.all(dates.map((date) => fillBoard(ports, date, cardsPerDate, owners, round)));
}

async function makeOwner(ports: readonly number[], firstName: string): Promise<Owner> {
  const lines = openLines(ports);
  const { id } = await make(lines, 'customers', { name: firstName });
  const car = { customer_id: id, year: 2020, make: 'Honda', model: 'Civic' };
  const vehicleId = (await make(lines, 'vehicles', car)).id;
  lines.close();
  return { id, firstName, vehicleId };
}

async function fillBoard(
  ports: readonly number[],
  date: string,
  cards: number,
  owners: Owner[],
  round: Round,
): Promise<void> {
  const lines = openLines(ports);
  for (let i = 0; i < cards; i += 1) {
    const times = { appt_start: `${date}T${15 + (i % 8)}:00:00.000Z`, appt_end: `${date}T23:30:00.000Z` };
    const wish: Wish = { ...times, tech_id: null, notes: null, paid_cents: 0, service_codes: ['OIL'] };
    await makeCard(round, lines, date, owners[i % owners.length] as Owner, wish);
  }
  lines.close();
}

async function makeCard(round: Round, lines: Lines, date: string, owner: Owner, wish: Wish): Promise<void> {
  const { write, request } = book(RECEPTION, date, owner, wish);
  const outcome = await writeUntilSettled(round, { lines, spare: lines }, write, request);
  if (outcome.kind !== 'ok') throw new Error(`no card: ${JSON.stringify(outcome)}`);
  round.writes.push(write);
}
