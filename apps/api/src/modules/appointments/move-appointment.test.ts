import type { Board, Moved } from '@edgar-auto-shop/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { data, type OpenShop, openShop } from '../../../test/open-shop.ts';
import { getBoard } from '../board/get-board.ts';
import { moveAppointment } from './move-appointment.ts';
import { reorderAppointment } from './reorder-appointment.ts';

let shop: OpenShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const boardOn = async (date: string, boards = shop.boards): Promise<Board> =>
  JSON.parse((await getBoard(boards, shop.ctx(), { date })).envelope.toString()).data;
const idsIn = (board: Board, status: keyof Board['columns']) => board.columns[status].items.map(({ id }) => id);

test('a move takes the card to the end of the new column, one version on, and raises the revision by one', async () => {
  const card = await shop.book('2025-01-01');
  const other = await shop.book('2025-01-01');
  await moveAppointment(shop.door, shop.ctx(), other.id, { new_status: 'in_progress', expected_version: 1 });
  const moved = data(
    await moveAppointment(shop.door, shop.ctx(), card.id, { new_status: 'in_progress', expected_version: 1 }),
  );
  expect(moved).toMatchObject({
    appointment_id: card.id,
    status: 'in_progress',
    position: 1,
    version: 2,
    date: '2025-01-01',
    revision: '4',
  });
  const board = await boardOn('2025-01-01');
  expect(board.revision).toBe('4');
  expect(idsIn(board, 'in_progress')).toEqual([other.id, card.id]);
  expect(board.columns.in_progress.items[1]).toMatchObject({
    version: 2,
    check_in_at: moved.updated_at,
    updated_at: moved.updated_at,
  });
});

test('what is in memory is what the database says', async () => {
  const cards = [];
  for (let i = 0; i < 5; i += 1) cards.push(await shop.book('2025-01-02'));
  await moveAppointment(shop.door, shop.ctx(), cards[3]?.id as string, { new_status: 'no_show', expected_version: 1 });
  await reorderAppointment(shop.door, shop.ctx(), cards[4]?.id as string, { position: 0, expected_version: 1 });
  const fresh = shop.anotherProcess();
  // To the byte, because the ETag says so.
  expect(JSON.stringify(await boardOn('2025-01-02'))).toBe(JSON.stringify(await boardOn('2025-01-02', fresh.boards)));
});

test('of twenty callers who move the same version one wins and nineteen are told the current card', async () => {
  const card = await shop.book('2025-01-03');
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      moveAppointment(shop.door, shop.ctx(), card.id, { new_status: 'in_progress', expected_version: 1 }),
    ),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected') {
      expect(result.reason).toMatchObject({
        code: 'version_conflict',
        details: { expected_version: 1, current_version: 2 },
      });
      expect(result.reason.details.current).toMatchObject({ id: card.id, status: 'in_progress', position: 0 });
    }
  }
});

test('a key that was applied gives the first answer again and changes nothing', async () => {
  const card = await shop.book('2025-01-04');
  const move = { new_status: 'in_progress', expected_version: 1 } as const;
  const first = await moveAppointment(shop.door, shop.ctx('key-1'), card.id, move);
  const again = await moveAppointment(shop.door, shop.ctx('key-1'), card.id, move);
  expect(again).toEqual({ json: first.json, replayed: true });
  await expect(moveAppointment(shop.door, shop.ctx('key-1', 'other'), card.id, move)).rejects.toMatchObject({
    code: 'idempotency_mismatch',
  });
  expect((await boardOn('2025-01-04')).revision).toBe('2');
});

test('two processes on one database move the cards of one board, and each sees what the other did', async () => {
  const other = shop.anotherProcess();
  const cards = await Promise.all(Array.from({ length: 10 }, () => shop.book('2025-01-05')));
  const steps = ['in_progress', 'ready', 'completed'] as const;
  await Promise.all(
    cards.map(async ({ id }, i) => {
      let version = 1;
      for (const new_status of steps) {
        const { door } = (i + version) % 2 ? shop : other;
        const moved: Moved = data(
          await moveAppointment(door, shop.ctx(), id, { new_status, expected_version: version, position: 0 }),
        );
        version = moved.version;
      }
    }),
  );
  const [here, there] = [await boardOn('2025-01-05'), await boardOn('2025-01-05', other.boards)];
  expect(here).toEqual(there);
  expect(here.revision).toBe('40');
  expect(idsIn(here, 'completed').toSorted()).toEqual(cards.map(({ id }) => id).toSorted());
  expect(here.columns.completed.items.map(({ position }) => position)).toEqual(cards.map((_, i) => i));
});

test('a column of 70 cards reordered 68 times into the same gap keeps its order', async () => {
  const cards = [];
  for (let i = 0; i < 70; i += 1) cards.push((await shop.book('2025-01-06')).id);
  const expected = [...cards];
  for (let i = 0; i < 68; i += 1) {
    const id = expected.pop() as string;
    expected.splice(1, 0, id);
    await reorderAppointment(shop.door, shop.ctx(), id, { position: 1, expected_version: 1 });
  }
  expect(idsIn(await boardOn('2025-01-06'), 'scheduled')).toEqual(expected);
  expect(idsIn(await boardOn('2025-01-06', shop.anotherProcess().boards), 'scheduled')).toEqual(expected);
});
