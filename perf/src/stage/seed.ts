import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Moved, NewAppointment, Status, WrittenAppointment } from '@edgar-auto-shop/contract';
import type { PlayedCard } from '../load/cards-in-play.ts';
import type { Scale } from './scale.ts';

/** What the loads work on. */
export interface Seeded {
  /** Dates of the boards that are moved on, and all their cards, each in_progress. */
  boards: string[];
  /** The date of the board that is read, with cards in every column. */
  readDate: string;
  /** Every card that may be moved. */
  cards: PlayedCard[];
}

const AT_ONCE = 20;
const ATTEMPTS = 5;
const SERVICES = ['OIL', 'BRAKES', 'TIRES', 'BATTERY', 'DIAGNOSIS'];
const CARS = [
  ['Honda', 'Civic'],
  ['Toyota', 'Camry'],
  ['Ford', 'F-150'],
  ['Chevrolet', 'Silverado 1500'],
  ['Subaru', 'Outback'],
] as const;
/** The steps from scheduled to where a card of the read board shall stand; of ten neighbours, the same share everywhere. */
const WAYS: Status[][] = [
  [],
  [],
  [],
  ['in_progress'],
  ['in_progress'],
  ['in_progress', 'ready'],
  ['in_progress', 'ready'],
  ['in_progress', 'completed'],
  ['in_progress', 'ready', 'completed'],
  ['no_show'],
];

type Post = <T>(path: string, body: object) => Promise<T>;

/** Fills an empty shop through its own API, so that everything is as it would be in a shop. */
export async function seed(port: number, scale: Scale): Promise<Seeded> {
  const post: Post = (path, body) => postTo(`http://127.0.0.1:${port}/api/admin/${path}`, body);
  const owners = await makeOwners(post);
  const technicians = await each(3, (i) => post<{ id: string }>('technicians', { name: `Technician ${i + 1}` }));
  const dates = Array.from({ length: scale.boards + 1 }, (_, i) => dateAt(i));
  const [readDate, ...boards] = dates as [string, ...string[]];
  const cards: PlayedCard[] = [];

  async function book(date: string, i: number, way: Status[]): Promise<void> {
    const owner = owners[i % owners.length] as (typeof owners)[number];
    const isRead = date === readDate;
    const start = Date.parse(`${date}T15:00:00Z`) + i * 60_000;
    const appointment: NewAppointment = {
      ...owner,
      service_codes: SERVICES.slice(i % 3, (i % 3) + 1 + (i % 2)),
      appt_start: new Date(start).toISOString(),
      appt_end: new Date(start + 3_600_000).toISOString(),
      // Bookings of one technician that overlap are looked for and marked: wanted where boards are read, in the way elsewhere.
      ...(isRead
        ? { tech_id: technicians[i % technicians.length]?.id, notes: 'Call before you come. Gate code 4711.' }
        : {}),
    };
    const { id, version, status } = await post<WrittenAppointment>('appointments', appointment);
    const card = { id, date, version, status };
    for (const to of way) {
      const body = { new_status: to, expected_version: card.version };
      Object.assign(card, await post<Moved>(`appointments/${id}/move`, body));
    }
    if (card.status === 'in_progress' || card.status === 'ready') cards.push({ ...card, id, status: card.status });
  }
  await each(scale.cards * boards.length, (i) => book(boards[i % boards.length] as string, i, ['in_progress']));
  await each(scale.readCards, (i) => book(readDate, i, WAYS[i % WAYS.length] as Status[]));
  return { boards, readDate, cards };
}

/** Begins a scheduled card. */
export async function moveOn(port: number, { id, version, date }: Omit<PlayedCard, 'status'>): Promise<PlayedCard> {
  const url = `http://127.0.0.1:${port}/api/admin/appointments/${id}/move`;
  const moved = await postTo<Moved>(url, { new_status: 'in_progress', expected_version: version });
  return { id, date, status: 'in_progress', version: moved.version };
}

/** As a good client does: what is unavailable is asked for again under the same key, so that nothing is made twice. */
async function postTo<T>(url: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer = (await response.json()) as { data: T };
    if (response.ok) return answer.data;
    if (response.status !== 503 || attempt === ATTEMPTS) {
      throw new Error(`${url} answered ${response.status}: ${JSON.stringify(answer)}`);
    }
    await sleep(200 * attempt);
  }
}

async function makeOwners(post: Post) {
  await each(SERVICES.length, (i) =>
    post('services', {
      code: SERVICES[i],
      name: `Service ${SERVICES[i]}`,
      base_price_cents: 4900 + i * 5000,
      est_minutes: 45,
    }),
  );
  return each(40, async (i) => {
    const [make, model] = CARS[i % CARS.length] as (typeof CARS)[number];
    const customer = { name: `Customer Number ${i + 1}`, phone: `(555) 010-${String(100 + i)}` };
    const { id } = await post<{ id: string }>('customers', customer);
    const vehicle = { customer_id: id, make, model, year: 2005 + (i % 20), license_plate: `7ABC${100 + i}` };
    return { customer_id: id, vehicle_id: (await post<{ id: string }>('vehicles', vehicle)).id };
  });
}

/** Far from any change to daylight saving time. */
const dateAt = (index: number) => new Date(Date.UTC(2030, 0, 2 + index)).toISOString().slice(0, 10);

/** Runs the work for 0 … count−1, some at once, and gives the answers in order. */
async function each<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      answers[index] = await work(index);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return answers;
}
