import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Board } from '@edgar-auto-shop/contract';
import { FORGETFUL } from '@edgar-auto-shop/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EmbeddedPostgres } from '../../../apps/api/src/db/embedded/start-embedded-postgres.ts';
import { type AppServer, startAppServer } from '../stage/app-server.ts';
import { openFilled } from './filled-database.ts';

const SHOPS = 3;
const folder = mkdtempSync(join(tmpdir(), 'edgar-fill-'));
let postgres: EmbeddedPostgres;
let server: AppServer;
let owner: Client;

beforeAll(async () => {
  postgres = await openFilled(folder, { appointments: 3_000, shops: SHOPS, years: 0.25 }, () => {}, FORGETFUL);
  owner = new Client({ connectionString: postgres.url });
  await owner.connect();
  server = await startAppServer(postgres.url);
});
afterAll(async () => {
  await server?.stop();
  await owner?.end();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

interface EventRow {
  board: string;
  id: string;
  version: number;
  type: string;
  from: [string, number] | null;
  to: [string, number] | null;
  answer: string | null;
}

const EVENTS = `
  select e.shop_id || ' ' || a.board_date as board, a.id, e.version, e.type, e.answer,
    case when e.from_status is not null then json_build_array(e.from_status, e.from_position) end as from,
    case when e.to_status is not null then json_build_array(e.to_status, e.to_position) end as to
  from events e join appointments a on a.shop_id = e.shop_id and a.id = e.subject_id
  order by a.board_date, e.shop_id, e.at, a.rank`;

/** Plays the history of every board from its start, card by card, as the rules of the board would have it. */
function replay(events: EventRow[]) {
  const boards = new Map<string, { revision: number; columns: Map<string, string[]> }>();
  const versions = new Map<string, number>();
  for (const event of events) {
    const board = boards.get(event.board) ?? { revision: 0, columns: new Map<string, string[]>() };
    boards.set(event.board, board);
    const column = (status: string) => {
      const there = board.columns.get(status) ?? [];
      board.columns.set(status, there);
      return there;
    };
    board.revision += 1;
    expect(event.version, 'versions are dense').toBe((versions.get(event.id) ?? 0) + 1);
    versions.set(event.id, event.version);
    if (event.from) expect(column(event.from[0]).splice(event.from[1], 1)).toEqual([event.id]);
    if (event.to) {
      expect(event.to[1], 'a card comes to the end of a column').toBe(column(event.to[0]).length);
      column(event.to[0]).push(event.id);
    }
    if (event.answer) {
      const { revision, position } = JSON.parse(event.answer) as { revision: string; position: number };
      expect({ revision, position }).toEqual({ revision: String(board.revision), position: event.to?.[1] });
    }
  }
  return { boards, versions };
}

test('what is filled is as if the shops had lived: histories, versions, revisions and places fit together', async () => {
  const { rows: events } = await owner.query<EventRow>(EVENTS);
  const { boards, versions } = replay(events);
  const { rows } = await owner.query<{ board: string; id: string; version: number; status: string; position: number }>(`
    select shop_id || ' ' || board_date as board, id, version, status,
      (row_number() over (partition by shop_id, board_date, status order by rank, id) - 1)::int as position
    from appointments where cancelled_at is null`);
  expect(rows.length).toBeGreaterThan(2_700);
  for (const { board, id, status, position } of rows) {
    expect(boards.get(board)?.columns.get(status)?.[position]).toBe(id);
  }
  const shown = [...boards.values()].flatMap(({ columns }) => [...columns.values()].flat());
  expect(shown.length).toBe(rows.length);
  const stored = await owner.query<{ id: string; version: number }>('select id, version from appointments');
  expect(new Map(stored.rows.map(({ id, version }) => [id, version]))).toEqual(versions);
  const revisions = await owner.query<{ board: string; revision: number }>(
    "select shop_id || ' ' || date as board, revision::int as revision from boards",
  );
  expect(new Map(revisions.rows.map(({ board, revision }) => [board, revision]))).toEqual(
    new Map([...boards].map(([board, { revision }]) => [board, revision])),
  );
});

test('every index, key and reference is there again, and the planner knows the tables', async () => {
  const { rows } = await owner.query<{ table: string; indexes: number; references: number; known: boolean }>(`
    select relname as table, (select count(*)::int from pg_index where indrelid = c.oid) as indexes,
      (select count(*)::int from pg_constraint where conrelid = c.oid and contype = 'f') as references, reltuples > 0 as known
    from pg_class c where relname in ('appointments', 'events') order by 1`);
  expect(rows).toEqual([
    { table: 'appointments', indexes: 6, references: 4, known: true },
    { table: 'events', indexes: 2, references: 0, known: true },
  ]);
});

test('the logs know no room in old pages, so what happens next is written at their end', async () => {
  const { rows } = await owner.query<{ log: string; map: number }>(`
    select log::text, pg_relation_size(log, 'fsm')::int as map from unnest(array['appointments', 'events', 'board_changes']::regclass[]) log`);
  expect(rows).toEqual([
    { log: 'appointments', map: expect.toSatisfy((bytes: number) => bytes > 0, 'a table that has its map') },
    { log: 'events', map: 0 },
    { log: 'board_changes', map: 0 },
  ]);
});

test('the server serves it: boards, history, and what happened since', async () => {
  const { rows } = await owner.query<{ date: string }>(
    'select distinct date::text as date from boards where date in (current_date - 20, current_date + 1) order by 1',
  );
  const [past, coming] = rows.map(({ date }) => date) as [string, string];
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${server.port}/api/admin/${path}`);
    expect(response.status).toBe(200);
    return ((await response.json()) as { data: T }).data;
  };
  const board = await get<Board>(`appointments/board?date=${past}`);
  expect(board.stats.statusCounts.completed).toBeGreaterThan(3);
  const [card] = board.columns.completed.items;
  const history = await get<{ items: { version: number }[] }>(`appointments/${card?.id}/history`);
  expect(history.items.map(({ version }) => version)).toEqual([3, 2, 1]);
  const changes = await get<{ revision: string; events: object[] }>(
    `appointments/board/changes?date=${coming}&since=0`,
  );
  expect(changes.events.length).toBe(Number(changes.revision));
  const older = await get<{ board: object }>(`appointments/board/changes?date=${past}&since=0`);
  expect(older.board).toBeDefined();
});
