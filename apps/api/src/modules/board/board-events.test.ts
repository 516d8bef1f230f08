import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type OpenShop, openShop } from '../../../test/open-shop.ts';
import { updateAppointment } from '../appointments/update-appointment.ts';
import { BoardEvents } from './board-events.ts';
import { type BoardState, emptyBoard } from './board-state.ts';
import { ChangeLog } from './change-log.ts';

const FIRST = 1;
const LAST = 21;

let shop: OpenShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

/** A board at revision `LAST`, and a process that has just started. */
async function startedAfter(date: string) {
  const { id } = await shop.book(date);
  for (let version = FIRST; version < LAST; version += 1) {
    await updateAppointment(shop.door, shop.ctx(), id, { expected_version: version, notes: `Gate code ${version}` });
  }
  const { database, boards } = shop.anotherProcess();
  const { generation } = database;
  const [board] = (await boards.current(shop.ctx(), [date])) as [BoardState];
  expect(board.revision).toBe(LAST);
  const events = new BoardEvents(database, boards);
  const since = (revision: number, at = generation) => events.since(shop.ctx(), board, revision, at);
  return { reads: vi.spyOn(database, 'read'), since, boards, generation };
}

const fifty = <T>(make: (i: number) => T): T[] => Array.from({ length: 50 }, (_, i) => make(i));

test('many who come back at once to a process that has just started share one look at what they missed', async () => {
  const { since, reads } = await startedAfter('2025-04-01');
  const told = await Promise.all(fifty(() => since(FIRST)));
  expect(reads).toHaveBeenCalledTimes(1);
  for (const changes of told)
    expect(changes?.map(({ revision }) => revision)).toEqual(fifty((i) => i + 2).slice(0, 20));
  // Who missed less finds it in memory.
  expect((await since(LAST - 3))?.map(({ revision }) => revision)).toEqual([19, 20, 21]);
  expect(reads).toHaveBeenCalledTimes(1);
});

test('those who missed more than the others look for themselves, one after the other', async () => {
  const { since, reads } = await startedAfter('2025-04-02');
  const told = await Promise.all(fifty((i) => since(LAST - 1 - (i % 4))));
  expect(told.map((changes) => changes?.length)).toEqual(fifty((i) => 1 + (i % 4)));
  expect(reads.mock.calls.length).toBeLessThanOrEqual(4);
});

test('what cannot be read is asked for once, and so is what is missing', async () => {
  const { since, reads } = await startedAfter('2025-04-03');
  reads.mockRejectedValueOnce(new Error('the database is gone'));
  const failed = await Promise.allSettled(fifty(() => since(FIRST)));
  expect(new Set(failed.map(({ status }) => status))).toEqual(new Set(['rejected']));
  expect(reads).toHaveBeenCalledTimes(1);
  await shop.sql("delete from board_changes where date = '2025-04-03' and revision = 7");
  expect(new Set(await Promise.all(fifty(() => since(FIRST))))).toEqual(new Set([undefined]));
  expect(reads).toHaveBeenCalledTimes(2);
  expect(await since(7)).toHaveLength(LAST - 7);
});

test('those who wait share what was read, also where more came meanwhile than is kept in memory beside it', async () => {
  const { since, reads, boards } = await startedAfter('2025-04-05');
  const { order } = emptyBoard('2025-04-05');
  const told = fifty((i) => since(FIRST + (i % 3)));
  for (let revision = LAST + 1; revision <= LAST + 200; revision += 1) {
    const change = { revision, cards: [], removed: [], before: order, after: order };
    boards.changes.add(shop.shop.id, '2025-04-05', change);
  }
  expect((await Promise.all(told)).map((changes) => changes?.length)).toEqual(fifty((i) => LAST - FIRST - (i % 3)));
  expect(reads).toHaveBeenCalledTimes(1);
});

test('where a connection broke meanwhile only the whole board can tell, and nothing of it is kept', async () => {
  const { since, reads, generation, boards } = await startedAfter('2025-04-06');
  expect(await since(FIRST, generation - 1)).toBeUndefined();
  expect(reads).not.toHaveBeenCalled();
  const told = fifty(() => since(FIRST));
  vi.spyOn(Object.getPrototypeOf(shop.database), 'generation', 'get').mockReturnValue(generation + 1);
  expect(new Set(await Promise.all(told))).toEqual(new Set([undefined]));
  expect(reads).toHaveBeenCalledTimes(1);
  expect(boards.changes.between(shop.shop.id, '2025-04-06', FIRST, LAST)).toBeUndefined();
  vi.restoreAllMocks();
});

test('what was read does not push out what is newer', () => {
  const log = new ChangeLog({ generation: 0 });
  const { order } = emptyBoard('2025-04-04');
  const change = (revision: number) => ({ revision, cards: [], removed: [], before: order, after: order });
  const between = (after: number, upTo: number) => log.between('s', '2025-04-04', after, upTo)?.length;
  for (let revision = 251; revision <= 260; revision += 1) log.add('s', '2025-04-04', change(revision));
  log.put(
    's',
    '2025-04-04',
    Array.from({ length: 250 }, (_, i) => change(i + 1)),
  );
  expect([between(250, 260), between(60, 260), between(59, 259)]).toEqual([10, 200, undefined]);
  log.add('s', '2025-04-04', change(261));
  expect([between(61, 261), between(60, 260)]).toEqual([200, undefined]);
});
