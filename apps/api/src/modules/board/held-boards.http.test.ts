import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { APPOINTMENTS, newAppointment, openWorld, type Thing, type World } from '../../../test/contract/world.ts';
import { type Answer, caller } from '../../../test/serve.ts';

// What other days notice of days that somebody holds while people insist on them, as the client does.

let world: World;
let api: ReturnType<typeof caller>;
beforeAll(async () => {
  world = await openWorld({ DATABASE_POOL_SIZE: '10' });
  // Past the checks of every answer's schema, which would keep this machine busy.
  api = caller(world.url);
});
const holders: Client[] = [];
// Also where a test failed before it let go.
afterEach(async () => {
  for (const holder of holders.splice(0)) await holder.end();
});
afterAll(() => world.close());

/** Holds what the statement locks until it is let go; answers how. */
async function hold(statement: string, values: unknown[]): Promise<() => Promise<void>> {
  const holder = new Client({ connectionString: world.databaseUrl });
  holders.push(holder);
  await holder.connect();
  await holder.query('begin');
  await holder.query(statement, values);
  return async () => void (await holder.query('rollback'));
}
const holdBoards = (dates: string[]) => hold('select 1 from boards where date = any ($1) for update', [dates]);

const keyed = (method: string, path: string, body: object, key: string = randomUUID()) =>
  api(method, path, body, { 'idempotency-key': key });

/** Asks again and again for so long. */
async function keepAsking(until: number, ask: () => Promise<Answer>): Promise<{ ms: number; status: number }[]> {
  const told: { ms: number; status: number }[] = [];
  while (performance.now() < until) {
    const began = performance.now();
    const { status } = await ask();
    told.push({ ms: performance.now() - began, status });
    await sleep(50);
  }
  return told;
}

/** Moves of a card to and fro. */
function mover(card: Thing): () => Promise<Answer> {
  return async () => {
    const to = card.version % 2 === 1 ? 'in_progress' : 'scheduled';
    const answer = await keyed('POST', `${APPOINTMENTS}/${card.id}/move`, {
      new_status: to,
      expected_version: card.version,
    });
    if (answer.status === 200) card.version = answer.data.version;
    return answer;
  };
}

const booker = (date: string, fields: object = {}) => {
  return () => keyed('POST', APPOINTMENTS, newAppointment(world, date, fields));
};

/** Repeats as told, under one key, until it is answered; tells how. */
async function insist(method: string, path: string, body: object): Promise<number> {
  for (const key = randomUUID(); ; ) {
    const { status, body: answer } = await keyed(method, path, body, key);
    if (status !== 503) return status;
    await sleep(answer.error.details.retry_after_ms);
  }
}

const slowest = (told: { ms: number }[]) => Math.max(...told.map(({ ms }) => ms));
const statusesOf = (told: { status: number }[]) => [...new Set(told.map(({ status }) => status))];

test.each([6, 8])(
  '%i held boards leave a turn: other days are booked and worked on',
  async (count) => {
    const dates = Array.from({ length: count }, (_, i) => `2027-0${count}-${10 + i}`);
    const cards = await Promise.all(dates.map((date) => world.book(date)));
    const free = await world.book(`2027-0${count}-26`);
    const letGo = await holdBoards(dates);
    const path = (card: Thing) => `${APPOINTMENTS}/${card.id}`;
    const insisting = cards.flatMap((card) => [
      insist('POST', `${path(card)}/move`, { new_status: 'in_progress', expected_version: 1 }),
      insist('POST', `${path(card)}/move`, { new_status: 'no_show', expected_version: 1 }),
      insist('PATCH', path(card), { notes: 'held', expected_version: 1 }),
    ]);
    await sleep(1_000);
    const until = performance.now() + 5_000;
    const told = await Promise.all([
      keepAsking(until, booker(`2027-0${count}-26`)),
      keepAsking(until, booker(`2027-0${count}-27`)),
      keepAsking(until, mover(free)),
    ]);
    await letGo();
    expect(told.map(statusesOf)).toEqual([[201], [201], [200]]);
    expect(Math.max(...told.map(slowest))).toBeLessThan(1_000);
    const statuses = await Promise.all(insisting);
    // One of the three for each card; the others were too late.
    expect(statuses.filter((status) => status === 200)).toHaveLength(count);
    expect(statuses.filter((status) => status === 409)).toHaveLength(2 * count);
  },
  30_000,
);

test('who needs a held board and others keeps nobody waiting for the others, nor for its technician', async () => {
  const [early, late, held] = ['2027-02-10', '2027-02-28', '2027-02-20'];
  const [there, back, card] = [await world.book(held), await world.book(early), await world.book(early)];
  const letGo = await holdBoards([held]);
  const [tech_id] = world.techIds;
  const at = (date: string) => ({
    appt_start: `${date}T18:00:00Z`,
    appt_end: `${date}T19:00:00Z`,
    expected_version: 1,
  });
  const insisting = [
    insist('PATCH', `${APPOINTMENTS}/${there.id}`, at(early)),
    insist('PATCH', `${APPOINTMENTS}/${back.id}`, at(held)),
    insist('POST', APPOINTMENTS, newAppointment(world, held, { tech_id })),
  ];
  const until = performance.now() + 5_000;
  const told = await Promise.all([
    keepAsking(until, mover(card)),
    keepAsking(until, booker(early)),
    keepAsking(until, booker(late, { tech_id })),
  ]);
  await letGo();
  expect(told.map(statusesOf)).toEqual([[200], [201], [201]]);
  expect(Math.max(...told.map(slowest))).toBeLessThan(1_000);
  expect(await Promise.all(insisting)).toEqual([200, 200, 201]);
}, 30_000);

test('renames that show on a held board keep nobody waiting for the others, and leave connections', async () => {
  const [early, late, held] = ['2027-03-10', '2027-03-28', '2027-03-20'];
  const tech_id = (await keyed('POST', '/api/admin/technicians', { name: 'Sam Long' })).data.id;
  const cards = [await world.book(early, { tech_id }), await world.book(late, { tech_id })];
  await world.book(held, { tech_id });
  const owners = await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      const customer_id = (await keyed('POST', '/api/admin/customers', { name: `C${i}` })).data.id;
      const car = { customer_id, year: 2020, make: 'Honda', model: 'Civic' };
      await world.book(held, { customer_id, vehicle_id: (await keyed('POST', '/api/admin/vehicles', car)).data.id });
      return customer_id;
    }),
  );
  const letGo = await holdBoards([held]);
  const insisting = [
    insist('PATCH', `/api/admin/technicians/${tech_id}`, { name: 'Sam L.' }),
    ...owners.map((id, i) => insist('PATCH', `/api/admin/customers/${id}`, { name: `Renamed ${i}` })),
  ];
  const until = performance.now() + 5_000;
  const told = await Promise.all([
    ...cards.map((card) => keepAsking(until, mover(card))),
    keepAsking(until, () => api('GET', `/api/admin/customers/${world.customerId}`)),
  ]);
  await letGo();
  expect(told.map(statusesOf)).toEqual([[200], [200], [200]]);
  expect(Math.max(...told.map(slowest))).toBeLessThan(1_000);
  expect(await Promise.all(insisting)).toEqual(Array(13).fill(200));
  for (const date of [early, late, held]) {
    const { columns } = await world.board(`date=${date}`);
    const names = Object.values<Thing>(columns).flatMap((column) => column.items ?? column);
    const shown = names.map((card) => card.tech_name ?? card.customer_name).filter((name) => !name.startsWith('Ana'));
    expect(shown.every((name) => name === 'Sam L.' || name.startsWith('Renamed'))).toBe(true);
  }
}, 30_000);

test('the row of a card that somebody holds stops the transactions that are shared once, and not again', async () => {
  const dates = Array.from({ length: 6 }, (_, i) => `2027-04-1${i}`);
  const cards = await Promise.all(dates.map((date) => world.book(date)));
  const victim = await world.book('2027-04-25');
  const letGo = await hold('select 1 from appointments where id = $1 for update', [victim.id]);
  const move = { new_status: 'in_progress', expected_version: 1 };
  const insisting = insist('POST', `${APPOINTMENTS}/${victim.id}/move`, move);
  // Whoever shares the first transaction waits with it; from then on its board is known to be held.
  await sleep(3_000);
  const until = performance.now() + 10_000;
  const told = await Promise.all(cards.map((card) => keepAsking(until, mover(card))));
  await letGo();
  expect(told.flatMap(statusesOf)).toEqual(Array(6).fill(200));
  expect(Math.max(...told.map(slowest))).toBeLessThan(1_000);
  expect(await insisting).toBe(200);
}, 30_000);

test('a technician whom somebody holds stops those who book him, and neither the moves of their day nor other days', async () => {
  const [day, other] = ['2027-09-01', '2027-09-02'];
  const tech_id = world.techIds[0];
  const [here, there] = [mover(await world.book(day)), mover(await world.book(other))];
  const letGo = await hold('select 1 from technicians where id = $1 for update', [tech_id]);
  const until = performance.now() + 4_000;
  const body = newAppointment(world, day, { tech_id });
  const booking = insist('POST', APPOINTMENTS, body);
  const told = (await Promise.all([keepAsking(until, here), keepAsking(until, there)])).flat();
  expect(told.filter(({ status }) => status !== 200)).toEqual([]);
  expect(Math.max(...told.map(({ ms }) => ms))).toBeLessThan(1_000);
  await letGo();
  expect(await booking).toBe(201);
});

test('a customer whom somebody holds, and nine who insist on changing him, stop no other customers', async () => {
  const make = async (name: string) => (await keyed('POST', '/api/admin/customers', { name })).data.id as string;
  const [held, free] = [await make('Held'), await make('Free')];
  const letGo = await hold('select 1 from customers where id = $1 for update', [held]);
  const insisting = Array.from({ length: 9 }, (_, i) =>
    insist('PATCH', `/api/admin/customers/${held}`, { name: `Held ${i}` }),
  );
  await sleep(300);
  const until = performance.now() + 4_000;
  const rename = () => keyed('PATCH', `/api/admin/customers/${free}`, { name: `Free ${randomUUID()}` });
  const create = () => keyed('POST', '/api/admin/customers', { name: 'New' });
  const told = (await Promise.all([keepAsking(until, rename), keepAsking(until, create)])).flat();
  expect(told.filter(({ status }) => status >= 300)).toEqual([]);
  expect(Math.max(...told.map(({ ms }) => ms))).toBeLessThan(1_500);
  await letGo();
  expect(new Set(await Promise.all(insisting))).toEqual(new Set([200]));
});

test('bookings of a board that is known to be held are done in the order in which they came', async () => {
  const day = '2027-09-03';
  await world.book(day);
  const letGo = await holdBoards([day]);
  const bookings: Promise<Answer>[] = [];
  for (let i = 0; i < 6; i += 1) {
    bookings.push(keyed('POST', APPOINTMENTS, newAppointment(world, day, { notes: `${i}` })));
    // The first proves that it is held.
    await sleep(i === 0 ? 900 : 60);
  }
  await letGo();
  const done = await Promise.all(bookings);
  expect(done.map(({ status }) => status)).toEqual(Array(6).fill(201));
  const revisions = done.map(({ data }) => Number(data.revision));
  expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
});
