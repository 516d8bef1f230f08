import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenShop, openShop } from '../../../test/open-shop.ts';
import type { Database, Statement, Tx } from '../../db/database.ts';
import { moveAppointment } from '../appointments/move-appointment.ts';
import { BoardCache } from './board-cache.ts';

let shop: OpenShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const current = async (date: string) => (await shop.boards.current(shop.ctx(), [date]))[0];

test('a board in memory is not trusted after a connection broke: the server that answers then may have lost changes', async () => {
  const day = '2025-04-01';
  const { id } = await shop.book(day);
  await moveAppointment(shop.door, shop.ctx(), id, { new_status: 'in_progress', expected_version: 1 });
  expect((await current(day))?.revision).toBe(2);
  // A standby that took over without the move, and went on by itself to the same revision.
  await shop.sql(`delete from events where subject_id = $1 and version = 2`, [id]);
  await shop.sql(`update appointments set status = 'no_show' where id = $1`, [id]);
  await shop.sql(
    'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
  );
  await expect.poll(async () => (await current(day).catch(() => undefined))?.cards.get(id)?.status).toBe('no_show');
});

test('readers of a cold board together cause one load, and all see the same', async () => {
  await shop.book('2025-04-02');
  const other = shop.anotherProcess();
  const seen = await Promise.all(Array.from({ length: 20 }, () => other.boards.current(shop.ctx(), ['2025-04-02'])));
  expect(new Set(seen.map(([board]) => board)).size).toBe(1);
});

test('what was read from a server before a connection broke is not kept for what the next one says', async () => {
  const day = '2025-04-03';
  const { id } = await shop.book(day);
  const { database } = shop;
  let generation = 1;
  const breaking = {
    identity: database.identity,
    get generation() {
      return generation;
    },
    tail: (statement: Statement) => database.tail(statement),
    async read<T>(ctx: Parameters<Database['read']>[0], work: (tx: Tx) => Promise<T>): Promise<T> {
      const value = await database.read(ctx, work);
      generation += 1;
      return value;
    },
  } as Database;
  const boards = new BoardCache(breaking);
  const statusOf = async () => (await boards.current(shop.ctx(), [day]))[0]?.cards.get(id)?.status;
  expect(await statusOf()).toBe('scheduled');
  // The standby that took over has another change under the same revision.
  await shop.sql(`update appointments set status = 'no_show' where id = $1`, [id]);
  expect(await statusOf()).toBe('no_show');
});
