import { type Board, type Card, hasValidCheckDigit, STATUSES } from '@edgar-auto-shop/contract';
import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { type Served, serve } from '../../../test/serve.ts';
import { Database } from '../../db/database.ts';
import type { RequestContext } from '../../request-context.ts';
import { loadDemoDay } from './load-demo-day.ts';

const opened: Served[] = [];
afterAll(() => Promise.all(opened.map((served) => served.close())));

async function emptyShop(): Promise<Served> {
  const served = await serve({ SHOP_TIME_ZONE: 'America/Los_Angeles' });
  opened.push(served);
  return served;
}

const PATH = '/api/admin/demo-day';
const TABLES = [
  'boards',
  'customers',
  'vehicles',
  'technicians',
  'services',
  'appointments',
  'events',
  'board_changes',
];

const contextOf = ({ deps }: Served): RequestContext => ({
  shop: deps.shop,
  actor: { id: 'anonymous', name: 'anonymous' },
  correlationId: 'test',
  idempotency: null,
  timing: { dbMs: 0 },
});

const boardOf = async (served: Served, date: string): Promise<Board> =>
  (await served.api('GET', `/api/admin/appointments/board?date=${date}`)).data;

const cardsOf = (board: Board): Card[] => STATUSES.flatMap((status) => board.columns[status].items);

/** Every row of every table, as text. */
async function everything({ databaseUrl }: Served): Promise<string[]> {
  const owner = new Client({ connectionString: databaseUrl });
  await owner.connect();
  const tables: string[] = [];
  for (const table of TABLES) {
    const { rows } = await owner.query(`select t::text as row from ${table} t order by 1`);
    tables.push([table, ...rows.map(({ row }) => row)].join('\n'));
  }
  await owner.end();
  return tables;
}

/** What a board shows, without ids and without the moment at which it was loaded. */
const content = (board: Board) =>
  cardsOf(board).map(({ id, customer_id, vehicle_id, tech_id, updated_at, check_in_at, check_out_at, ...card }) => ({
    ...card,
    tech: tech_id !== null,
    in: check_in_at !== null,
    out: check_out_at !== null,
  }));

const load = (served: Served, moment: string, seed = 5) =>
  loadDemoDay(served.deps.database, contextOf(served), { seed }, new Date(moment));

test.each([
  ['06:00', '2025-09-20T13:00:00Z'],
  ['12:00', '2025-09-20T19:00:00Z'],
  ['22:30', '2025-09-21T05:30:00Z'],
])(
  'loaded at %s all five columns have cards, some late, some paid, some partly, two double-booked',
  async (_, moment) => {
    const served = await emptyShop();
    const started = performance.now();
    const { json } = await load(served, moment);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(JSON.parse(json)).toEqual({
      date: '2025-09-20',
      seed: 5,
      technicians: 5,
      services: 14,
      customers: 23,
      vehicles: 24,
      appointments: 24,
    });
    const board = await boardOf(served, '2025-09-20');
    expect(board.stats.jobsToday).toBe(24);
    for (const status of STATUSES) expect(board.stats.statusCounts[status], status).toBeGreaterThan(0);
    const { scheduled, in_progress, completed } = board.columns;
    const now = new Date(moment).toISOString();
    expect(scheduled.items.some(({ appt_start }) => appt_start < now)).toBe(true);
    expect(in_progress.items.some(({ appt_end }) => appt_end <= now)).toBe(true);
    const starts = scheduled.items.map(({ appt_start }) => appt_start);
    expect(starts).toEqual(starts.toSorted());
    expect(completed.items.every(({ check_in_at, check_out_at }) => check_in_at && check_out_at)).toBe(true);
    const cards = cardsOf(board);
    expect(cards.filter(({ double_booked }) => double_booked)).toHaveLength(2);
    expect(cards.some(({ paid_cents, total_cents }) => paid_cents === total_cents)).toBe(true);
    expect(cards.some(({ paid_cents, total_cents }) => paid_cents > 0 && paid_cents < total_cents)).toBe(true);
    expect(cards.some(({ tech_id }) => tech_id === null)).toBe(true);
  },
);

test('the same seed gives the same day in another shop, another seed another; histories and VINs are whole', async () => {
  const [one, same, other] = [await emptyShop(), await emptyShop(), await emptyShop()];
  const moment = '2025-09-20T19:00:00Z';
  await Promise.all([load(one, moment), load(same, '2025-09-20T19:14:59Z'), load(other, moment, 6)]);
  const board = await boardOf(one, '2025-09-20');
  expect(content(board)).toEqual(content(await boardOf(same, '2025-09-20')));
  expect(content(board)).not.toEqual(content(await boardOf(other, '2025-09-20')));

  const card = board.columns.completed.items[0] as Card;
  const history = (await one.api('GET', `/api/admin/appointments/${card.id}/history`)).data.items;
  expect(history.map(({ version }: { version: number }) => version).reverse()).toEqual(
    Array.from({ length: card.version }, (_, i) => i + 1),
  );
  expect(
    history
      .map(({ type }: { type: string }) => type)
      .reverse()
      .slice(0, 4),
  ).toEqual(['created', 'moved', 'moved', 'moved']);
  const vehicles = (await one.api('GET', '/api/admin/vehicles?page_size=200')).data.items;
  expect(vehicles).toHaveLength(24);
  for (const { vin, warnings } of vehicles) {
    expect(hasValidCheckDigit(vin)).toBe(true);
    expect(warnings).toEqual([]);
  }
});

test.each([
  ['customer', '/api/admin/customers', { name: 'Ana' }],
  ['technician', '/api/admin/technicians', { name: 'Sam' }],
  ['service', '/api/admin/services', { code: 'X', name: 'X', base_price_cents: 1 }],
])('a shop with a %s is refused with 409 and left exactly as it is', async (_, path, body) => {
  const served = await emptyShop();
  expect((await served.api('POST', path, body)).status).toBe(201);
  const before = await everything(served);
  const { status, body: answer } = await served.api('POST', PATH, {}, { 'idempotency-key': 'button' });
  expect(status).toBe(409);
  expect(answer.error).toMatchObject({ code: 'already_exists', details: { field: 'shop' } });
  expect(answer.error.message).toMatch(/nothing was changed.*"force": true/);
  expect(await everything(served)).toEqual(before);
  // A refusal is not remembered: the same key may be used for what is then done.
  expect((await served.api('POST', PATH, { force: true }, { 'idempotency-key': 'button' })).status).toBe(201);
});

test('force adds a day: what was there stays, services of a known code are used with the shop’s price', async () => {
  const served = await emptyShop();
  const oil = (await served.api('POST', '/api/admin/services', { code: 'oil', name: 'My oil', base_price_cents: 100 }))
    .data;
  const belt = (await served.api('POST', '/api/admin/services', { code: 'BELT', name: 'Old', base_price_cents: 1 }))
    .data;
  await served.api('PATCH', `/api/admin/services/${belt.id}`, { is_active: false });
  await served.api('POST', PATH, { force: true, date: '2025-09-20', seed: 3 });
  const before = await everything(served);
  const answer = await served.api('POST', PATH, { force: true, date: '2025-09-20', seed: 4 });
  expect(answer.status).toBe(201);
  const after = await everything(served);
  for (const [i, table] of TABLES.entries()) {
    if (table === 'boards') continue;
    const kept = new Set((after[i] as string).split('\n'));
    // A reused service is only marked as booked, which it was on the first day.
    for (const row of (before[i] as string).split('\n')) if (table !== 'services') expect(kept).toContain(row);
  }
  const services = (await served.api('GET', '/api/admin/services?page_size=200')).data.items;
  expect(services).toHaveLength(15);
  expect(services.find(({ id }: { id: string }) => id === oil.id)).toMatchObject({ version: 1, name: 'My oil' });
  expect(services.filter(({ code }: { code: string }) => code.startsWith('BELT'))).toMatchObject([
    { code: 'BELT', is_active: false },
    { code: 'BELT-2', is_active: true },
  ]);
  const board = await boardOf(served, '2025-09-20');
  expect(board.stats.jobsToday).toBe(48);
  const lines = cardsOf(board).flatMap((card) => card.services);
  expect(lines.filter(({ code }) => code.toLowerCase() === 'oil').map((it) => it.price_cents)).toContain(100);
  expect(cardsOf(board).every(({ paid_cents, total_cents }) => paid_cents <= total_cents)).toBe(true);
});

test('two who press the button at once, over two processes too, get one day: one 201, the other 409', async () => {
  const served = await emptyShop();
  const { databaseUrl, deps } = served;
  const { identity } = deps.database;
  const options = {
    url: databaseUrl,
    poolSize: 2,
    searchesAtOnce: 1,
    serverVersion: 150_000,
    identity,
    namedStatements: true,
  };
  const elsewhere = new Database({ ...options, log: { warn: () => {} } });
  const pressed = await Promise.allSettled([
    served.api('POST', PATH, { date: '2025-09-20' }),
    served.api('POST', PATH, { date: '2025-09-20' }),
    loadDemoDay(elsewhere, contextOf(served), { date: '2025-09-20' }),
    loadDemoDay(elsewhere, contextOf(served), { date: '2025-09-20' }),
  ]);
  await elsewhere.close();
  const codes = pressed.map((it) =>
    it.status === 'rejected' ? it.reason.code : 'status' in it.value ? (it.value.body.error?.code ?? 'done') : 'done',
  );
  expect(codes.toSorted()).toEqual(['already_exists', 'already_exists', 'already_exists', 'done']);
  expect((await boardOf(served, '2025-09-20')).stats.jobsToday).toBe(24);
  expect((await served.api('GET', '/api/admin/customers')).data.total).toBe(23);
});

test('one key has one day: repeated, also at once, it gives the first answer; with another request it does not fit', async () => {
  const served = await emptyShop();
  const press = (body: object) => served.api('POST', PATH, body, { 'idempotency-key': 'press-1' });
  const answers = await Promise.all([press({ force: true }), press({ force: true })]);
  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect(answers[0]?.data).toEqual(answers[1]?.data);
  expect(answers.map(({ headers }) => headers.get('idempotent-replayed')).toSorted()).toEqual(
    [null, 'true'].toSorted(),
  );
  const again = await press({ force: true });
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
  expect(again.data).toEqual(answers[0]?.data);
  expect((await served.api('GET', '/api/admin/appointments')).data.total).toBe(24);
  const other = await press({ force: true, seed: 9 });
  expect([other.status, other.body.error.code]).toEqual([409, 'idempotency_mismatch']);
});

test('without a date it is today in the shop’s zone, which the button’s board then shows', async () => {
  const served = await emptyShop();
  const empty = await served.api('GET', '/api/admin/appointments/board');
  expect(empty.data.stats.jobsToday).toBe(0);
  const { status, data } = await served.api('POST', PATH, {});
  expect([status, data.date, data.seed]).toEqual([201, empty.data.date, 1]);
  const board = await served.api('GET', '/api/admin/appointments/board');
  expect(board.data.stats.jobsToday).toBe(24);
});

test('a past date is loaded as it ended, a coming one before it begins', async () => {
  const served = await emptyShop();
  const moment = new Date('2025-09-20T19:00:00Z');
  const counts = async (date: string) => {
    await loadDemoDay(served.deps.database, contextOf(served), { date, force: true }, moment);
    return (await boardOf(served, date)).stats.statusCounts;
  };
  expect((await counts('2025-09-19')).completed).toBeGreaterThan(10);
  expect((await counts('2025-09-21')).scheduled).toBeGreaterThan(15);
});

test.each([
  ['a seed that is no whole number', { seed: 1.5 }, 'seed'],
  ['a negative seed', { seed: -1 }, 'seed'],
  ['a date that is none', { date: '2025-02-30' }, 'date'],
  ['a force that is no boolean', { force: 'yes' }, 'force'],
  ['an unknown field', { sede: 1 }, 'sede'],
])('%s is 400 and names the field', async (_, body, field) => {
  const [served] = opened as [Served];
  const { status, body: answer } = await served.api('POST', PATH, body);
  expect(status).toBe(400);
  expect(Object.keys(answer.error.details.fields)).toEqual([field]);
});

test('another method is 405, and no body is 400', async () => {
  const [served] = opened as [Served];
  const get = await served.api('GET', PATH);
  expect([get.status, get.headers.get('allow')]).toEqual([405, expect.stringContaining('POST')]);
  expect((await served.api('POST', PATH)).status).toBe(400);
});
