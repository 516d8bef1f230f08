import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { APPOINTMENTS, BOARD, openWorld, type World } from '../../../test/contract/world.ts';
import { listen } from '../../../test/listen.ts';

// A command looks at its card before it has the lock of the card's board. What others do to the card in between without giving
// it a new version (its names, the mark of a double booking) must not be put back.

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Waits until so many transactions of this database wait for a lock. */
async function untilWaiting(n: number): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    // Within a transaction, as this is, PostgreSQL would show what it showed first.
    await world.sql('select pg_stat_clear_snapshot()');
    const [row] = await world.sql<{ n: number }>(
      "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if ((row?.n ?? 0) >= n) return;
    await sleep(5);
  }
  throw new Error(`there were never ${n} that waited`);
}

/**
 * Does one thing while nothing can be written to the log of changes, so that it has its boards and waits; then another one,
 * which has looked at its card and waits for the board.
 */
async function meet<A, B>(one: () => Promise<A>, other: () => Promise<B>): Promise<[A, B]> {
  await world.sql('begin');
  await world.sql('lock table board_changes in share mode');
  const doing = one();
  await untilWaiting(1);
  const meeting = other();
  await untilWaiting(2);
  await world.sql('rollback');
  return Promise.all([doing, meeting]);
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects to be there
const cardsOf = (board: any) => Object.values<any>(board.columns).flatMap(({ items }) => items);
const rename = (name: string) => () => world.api('PATCH', `/api/admin/customers/${world.customerId}`, { name });

test('a change of notes that meets a new name of the customer leaves the name', async () => {
  const [first, second] = ['2027-01-05', '2027-01-06'];
  const card = await world.book(first);
  await world.book(second);
  const ear = await listen(world.url, `?date=${first}`);
  const [renamed, patched] = await meet(rename('Ana Lopez'), () => world.patch(card, { notes: 'gate 5' }));
  expect([renamed.status, patched.status]).toEqual([200, 200]);
  expect(patched.data).toMatchObject({ customer_name: 'Ana Lopez', notes: 'gate 5' });
  const board = await world.board(`date=${first}`);
  expect(cardsOf(board)).toMatchObject([{ customer_name: 'Ana Lopez', notes: 'gate 5' }]);
  await ear.at(board.revision);
  expect(ear.board).toEqual(board);
  ear.stop();
  const { url } = await world.another();
  const cold = (await (await fetch(`${url}${BOARD}?date=${first}`)).json()) as { data: unknown };
  expect(cold.data).toEqual(board);
});

test('an undo that meets a new name leaves the name', async () => {
  const [first, second] = ['2027-03-05', '2027-03-06'];
  const card = await world.book(first);
  await world.book(second);
  const patched = (await world.patch(card, { notes: 'x' })).data;
  const [renamed, undone] = await meet(rename('Ana Undone'), () => world.undo(patched));
  expect([renamed.status, undone.status]).toEqual([200, 200]);
  expect(cardsOf(await world.board(`date=${first}`))).toMatchObject([{ customer_name: 'Ana Undone', notes: null }]);
});

test('a change of notes that meets a booking of the same technician keeps the mark of the double booking', async () => {
  const [first, second] = ['2027-02-05', '2027-02-06'];
  const [tech_id] = world.techIds;
  const at = (appt_start: string, appt_end: string) => ({ tech_id, appt_start, appt_end });
  const card = await world.book(first, at('2027-02-06T04:00:00Z', '2027-02-06T05:00:00Z'));
  await world.book(second, at('2027-02-06T16:00:00Z', '2027-02-06T17:00:00Z'));
  const booking = () => world.book(first, at('2027-02-06T04:30:00Z', '2027-02-06T16:30:00Z'));
  // In one process they take turns.
  const { api } = await world.another();
  const change = () => api('PATCH', `${APPOINTMENTS}/${card.id}`, { notes: 'gate 5', expected_version: card.version });
  const [booked, patched] = await meet(booking, change);
  expect([booked.double_booked, patched.data.double_booked]).toEqual([true, true]);
  const rows = await world.sql('select double_booked from appointments where id = $1', [card.id]);
  expect(rows).toEqual([{ double_booked: true }]);
});

test('names that were changed past the program keep nobody from changing the job', async () => {
  const date = '2027-04-05';
  const card = await world.book(date);
  await world.board(`date=${date}`);
  await world.sql("update customers set name = 'Ana By Hand' where id = $1", [world.customerId]);
  const patched = await world.patch(card, { notes: 'gate 6' });
  expect([patched.status, patched.data.customer_name]).toEqual([200, 'Ana By Hand']);
  expect(cardsOf(await world.board(`date=${date}`))).toMatchObject([{ customer_name: 'Ana By Hand', notes: 'gate 6' }]);
});
