import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { type Kept, putBack, takeOff } from './constraints.ts';

/** How much is filled. Every shop gets the same: `appointments` ÷ `shops`, spread evenly over the years. */
export interface FillScale {
  appointments: number;
  shops: number;
  years: number;
}

const DAYS_AHEAD = 30;

const sqlOf = (name: string) => readFileSync(new URL(`../../sql/fill/${name}.sql`, import.meta.url), 'utf8');

/** The two tables with most of the rows: written without indexes, keys and WAL, which are made afterwards. */
const LARGE = ['appointments', 'events'] as const;

/**
 * Fills an empty, migrated database: `shopId` and as many shops more. PostgreSQL makes the rows by itself, two tables at a
 * time on connections of their own, so nothing travels. Keys and references are made anew over what was written, so
 * PostgreSQL has checked every one of them.
 *
 * @param url of the owner
 * @param tell is called with each step and the seconds that it took
 */
export async function fillDatabase(
  url: string,
  shopId: string,
  { appointments, shops, years }: FillScale,
  tell: (line: string) => void,
): Promise<void> {
  const days = Math.max(2, Math.round(years * 365.25));
  const [small, first, second] = await Promise.all([connect(url), connect(url), connect(url)]);
  const step = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const value = await work();
    tell(`${what}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    return value;
  };
  try {
    const { rows } = await small.query('select from appointments limit 1');
    if (rows.length > 0) throw new Error('there are appointments already: only an empty database is filled');
    const broken = await small.query("select to_regnamespace('fill') is not null as yes");
    if (broken.rows[0]?.yes) throw new Error('filling was broken off here: remove the folder, and begin again');
    const ahead = Math.min(DAYS_AHEAD, Math.floor(days / 2));
    const today = new Date();
    const plan = { shops, each: Math.floor(appointments / shops), days, shop: `'${shopId}'` };
    const dates = { first: quoted(dayAfter(today, ahead - days)), today: quoted(dayAfter(today, 0)) };
    await small.query(filledIn(sqlOf('plan'), { ...plan, ...dates }));
    await step('shops, people, vehicles, boards', () => small.query(sqlOf('records')));
    const kept: Kept[] = [];
    for (const table of LARGE) kept.push(...(await takeOff(small, table)));
    const write = (client: Client, table: (typeof LARGE)[number]) =>
      writeWhole(client, table, sqlOf(table), kept, step);
    await Promise.all([write(first, 'appointments'), write(second, 'events')]);
    await step('references', () =>
      putBack(
        small,
        kept.filter(({ when }) => when === 'at the end'),
      ),
    );
    await step('changes of the boards of today and later', () => small.query(sqlOf('changes')));
    await small.query('drop schema fill cascade');
    await step('vacuum and analyze', () => small.query('vacuum (analyze, freeze)'));
  } finally {
    await Promise.all([small.end(), first.end(), second.end()]);
  }
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: 'edgar-fill' });
  await client.connect();
  // Nested loops are for few rows; the planner cannot know how many a plan stands for.
  await client.query(`set search_path = public; set timezone = 'UTC'; set statement_timeout = 0; set enable_nestloop = off;
    set maintenance_work_mem = '512MB'; set work_mem = '64MB'`);
  return client;
}

/** Emptied in the same transaction, a table's rows and indexes need no WAL where `wal_level` is minimal. */
async function writeWhole(
  client: Client,
  table: string,
  insert: string,
  kept: Kept[],
  step: (what: string, work: () => Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  await client.query('begin');
  await client.query(`truncate ${table}`);
  await step(table, () => client.query(insert));
  const own = kept.filter((it) => it.table === table && it.when === 'with the rows');
  await step(`${own.length} indexes of ${table}`, () => putBack(client, own));
  await client.query('commit');
}

const quoted = (date: string) => `'${date}'`;
const dayAfter = (day: Date, days: number) => new Date(day.getTime() + days * 86_400_000).toISOString().slice(0, 10);
const filledIn = (sql: string, values: Record<string, string | number>) =>
  sql.replace(/\$(\w+)/g, (_, name: string) => String(values[name]));
