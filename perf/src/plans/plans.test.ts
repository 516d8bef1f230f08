import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FORGETFUL } from '@edgar-auto-shop/testing';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EmbeddedPostgres } from '../../../apps/api/src/db/embedded/start-embedded-postgres.ts';
import { openFilled } from '../fill/filled-database.ts';
import { plansOf, scansOf } from './read-plan.ts';
import { type Recorded, recordStatements } from './record-statements.ts';

/**
 * Statements that may read all of one shop's rows of a kind: a list needs its total, a search looks inside of words, and a
 * price list is short. They cost with the size of the shop, not of the database: docs/decisions/0015.
 */
const SHOP_WIDE =
  /^(list-appointments|count-appointments|list-customers|list-vehicles|list-technicians|list-services|mark-services-booked|share-services|find-data)/;
/** Sent by the owner at a start, once; `shops` has a row for each shop. */
const AT_START = new Set(['lock-shops', 'find-shop', 'add-shop']);

/** Sent only where somebody else holds a board: they lock one row by its key, and what `lock_boards` does is seen by its other callers. */
const WHERE_HELD = new Set(['lock-boards', 'await-board', 'limit-waiting']);

/** Revisions are read across shops, under the role that may. */
const ACROSS_SHOPS = new Set(['board-revision', 'board-revisions']);

const SERVER = fileURLToPath(new URL('../../../apps/api/src/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'edgar-plans-'));
let postgres: EmbeddedPostgres;
let owner: Client;
let recorded: Recorded;

beforeAll(async () => {
  // Many small shops: few enough rows for a test, and so many of them that reading a table from its start never pays.
  const scale = { appointments: 12_000, shops: 300, years: 0.1 };
  postgres = await openFilled(folder, scale, () => {}, FORGETFUL);
  recorded = await recordStatements(postgres.url);
  owner = new Client({ connectionString: postgres.url });
  await owner.connect();
  // The one table that no filling fills: keys of requests that had nothing to do.
  await owner.query(`insert into unchanged_answers (shop_id, idempotency_key, request_hash, answer, at)
    select s.id, i::text, repeat('0', 64), '{}', now() from shops s, generate_series(1, 10) i`);
  await owner.query('analyze');
});
afterAll(async () => {
  await owner?.end();
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Runs the work as the server would, in a transaction that is taken back. */
async function asServer<T>(work: () => Promise<T>, before = ''): Promise<T> {
  await owner.query(`begin; set local jit = off; ${before}`);
  try {
    await owner.query("select set_config('role', 'edgar_app', true), set_config('app.shop', $1, true)", [
      recorded.shopId,
    ]);
    return await work();
  } finally {
    await owner.query('rollback');
  }
}

/** What is wrong with the plans of all statements, one a line. */
async function complaints(before = ''): Promise<string[]> {
  return asServer(async () => {
    const told = new Set<string>();
    for (const statement of recorded.statements) {
      const isAcross = ACROSS_SHOPS.has(statement.name);
      if (isAcross) await owner.query("select set_config('role', 'edgar_tailer', true)");
      for (const { what, how } of await plansOf(owner, statement)) {
        const allowed = how === 'by key' || (how === 'reads all rows of a shop' && SHOP_WIDE.test(statement.name));
        if (!allowed) told.add(`${statement.name} ${how}: ${what}`);
      }
      if (isAcross) await owner.query("select set_config('role', 'edgar_app', true)");
    }
    return [...told];
  }, before);
}

test('a run over every operation sends every statement that the server has', () => {
  expect(recorded.missed).toEqual([]);
  const files = globSync('{modules/*/*sql.ts,db/*.ts}', { cwd: SERVER }).filter((file) => !file.endsWith('.test.ts'));
  const known = files.flatMap((file) =>
    [...readFileSync(join(SERVER, file), 'utf8').matchAll(/\bname: ['`]([a-z-]+)/g)].map(([, name]) => name as string),
  );
  expect(known.length).toBeGreaterThan(40);
  const sent = new Set(recorded.statements.map(({ name }) => name.split(' ', 1)[0]));
  expect(known.filter((name) => !sent.has(name) && !AT_START.has(name) && !WHERE_HELD.has(name))).toEqual([]);
});

test('no statement reads a table that grows from its start, and none but lists all rows of a shop', async () => {
  expect(await complaints()).toEqual([]);
});

test('neither does a function of the database, seen by what it really did', async () => {
  const { rows } = await owner.query<{ name: string }>(`
    select proname as name from pg_proc p join pg_language l on l.oid = p.prolang
    where pronamespace = 'public'::regnamespace and lanname = 'plpgsql'`);
  expect(rows.map(({ name }) => name).sort()).toEqual(['lock_boards', 'lock_free_boards', 'revise_boards']);
  for (const { name } of rows) {
    const calls = recorded.statements.filter(({ text }) => text.includes(`${name}(`));
    expect(calls.length).toBeGreaterThan(0);
    for (const { text, values } of calls) {
      const scans = await asServer(async () => {
        await owner.query(text, values);
        await owner.query('reset role');
        return scansOf(owner);
      });
      // 300 shops stand on so few pages that the check of a reference may as well read them all.
      expect(
        scans.filter((table) => table !== 'shops'),
        name,
      ).toEqual([]);
    }
  }
});

test.each([
  ['drop index appointments_by_board', 'load-board'],
  ['drop index events_idempotency_key', 'claim-key'],
  ['alter table events drop constraint events_pkey', 'list-history'],
  ['alter table board_changes drop constraint board_changes_pkey', 'changes-since'],
  ['alter table boards drop constraint boards_pkey', 'board-revisions'],
])('after %s it is told that %s reads more than it should', async (loss, statement) => {
  expect(await complaints(loss)).toContainEqual(expect.stringMatching(`^${statement} reads (the whole|all rows)`));
});
