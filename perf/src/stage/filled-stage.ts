import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Board } from '@edgar-auto-shop/contract';
import { Client } from 'pg';
import type { FillScale } from '../fill/fill-database.ts';
import { openFilled } from '../fill/filled-database.ts';
import type { GeneratorTask } from '../generator.ts';
import type { PlayedCard } from '../load/cards-in-play.ts';
import { type AppServer, startAppServer } from './app-server.ts';
import { type Child, startChild } from './child.ts';
import { moveOn } from './seed.ts';

/** A filled database with a server on it, and a load generator of its own that knows the cards. */
export interface FilledStage {
  server: AppServer;
  generator: Child<GeneratorTask>;
  postgresPid: number;
  /** Dates whose cards are moved, and dates long past, which nobody looks at by chance. */
  coming: string[];
  past: string[];
  appointments: number;
  shops: number;
}

const COMING = 20;

/** Where the large database is, made by `npm run perf:fill`. */
export const LARGE_FOLDER = fileURLToPath(new URL('../../.cache/large', import.meta.url));

export function requireLarge(): void {
  if (existsSync(LARGE_FOLDER)) return;
  throw new Error('there is no large database yet. Make it once with  npm run perf:fill  (minutes, and some 25 GB)');
}

/** @param undo gets what ends it again */
export async function openFilledStage(
  folder: string,
  scale: FillScale,
  undo: (step: () => Promise<unknown>) => void,
): Promise<FilledStage> {
  const postgres = await openFilled(folder, scale, console.log);
  undo(() => postgres.stop());
  const server = await startAppServer(postgres.url);
  undo(() => server.stop());
  const generator = startChild<GeneratorTask>(new URL('../generator.ts', import.meta.url));
  undo(() => generator.stop());
  const { dates, ...sizes } = await factsOf(postgres.url);
  const today = new Date().toISOString().slice(0, 10);
  const coming = dates.filter((date) => date > today).slice(0, COMING);
  const past = dates.filter((date) => date < today);
  const cards = (await Promise.all(coming.map((date) => begin(server.port, date)))).flat();
  if (cards.length < COMING) throw new Error(`${folder} was filled long ago: remove it, and fill it again`);
  await generator.ask({ kind: 'cards', cards });
  return { server, generator, postgresPid: postgres.pid, coming, past, ...sizes };
}

async function factsOf(url: string): Promise<{ dates: string[]; appointments: number; shops: number }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const boards = await client.query<{ date: string }>(`
    select date::text as date from boards
    where shop_id = (select id from shops order by created_at, id limit 1) order by date`);
  const counts = await client.query<{ appointments: number; shops: number }>(`
    select (select reltuples::int from pg_class where relname = 'appointments') as appointments, (select count(*)::int from shops) as shops`);
  await client.end();
  return { dates: boards.rows.map(({ date }) => date), ...(counts.rows[0] as { appointments: number; shops: number }) };
}

/** Begins every scheduled card of a board, and tells the cards that can be moved to and fro. */
async function begin(port: number, date: string): Promise<PlayedCard[]> {
  const response = await fetch(`http://127.0.0.1:${port}/api/admin/appointments/board?date=${date}`);
  const { data } = (await response.json()) as { data: Board };
  const cards: PlayedCard[] = [];
  for (const { items } of Object.values(data.columns)) {
    for (const { id, version, status } of items) {
      if (status === 'scheduled') cards.push(await moveOn(port, { id, version, date }));
      if (status === 'in_progress' || status === 'ready') cards.push({ id, version, status, date });
    }
  }
  return cards;
}
