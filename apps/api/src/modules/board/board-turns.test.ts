import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { BoardTurns } from './board-turns.ts';

/** Work that lasts until it is let go. */
function makeWork() {
  const { promise, resolve } = Promise.withResolvers<void>();
  let began = false;
  const work = () => {
    began = true;
    return promise;
  };
  return { work, letGo: resolve, began: () => began };
}

test('one board takes one turn, however many wait for it; others go on', async () => {
  const turns = new BoardTurns();
  const held = Array.from({ length: 10 }, makeWork);
  const all = held.map(({ work }) => turns.run(['a'], work));
  await turns.run(['b'], async () => {});
  const both = turns.run(['a', 'c'], async () => {});
  expect(held.map(({ began }) => began())).toEqual([true, ...Array(9).fill(false)]);
  for (const [i, one] of held.entries()) {
    expect(one.began()).toBe(true);
    one.letGo();
    await all[i];
    await sleep(0);
  }
  await both;
});

test('whoever has tried already goes first, and what fails fails for itself', async () => {
  const turns = new BoardTurns();
  const order: string[] = [];
  const first = makeWork();
  const all = [
    turns.run(['a'], first.work),
    turns.run(['a'], async () => void order.push('behind')),
    turns.run(['a'], async () => Promise.reject(new Error('a defect')), true),
  ];
  first.letGo();
  await expect(all[2]).rejects.toThrow('a defect');
  await Promise.all(all.slice(0, 2));
  expect(order).toEqual(['behind']);
});

test('a board that proves to be held keeps a few in line: the others are sent away, and so is who comes', async () => {
  const turns = new BoardTurns();
  const { work, letGo } = makeWork();
  const join = (board: string) => turns.inLine([board], () => turns.run([board], work));
  const settled: string[] = [];
  const all = Array.from({ length: 192 }, () =>
    join('a').then(
      () => settled.push('done'),
      (e) => settled.push(e.code),
    ),
  );
  await expect(join('a')).rejects.toMatchObject({
    code: 'unavailable',
    details: { retry_after_ms: expect.any(Number) },
  });
  await expect.poll(() => settled.length, { timeout: 2_000 }).toBe(183);
  const more = Array.from({ length: 7 }, () => join('a'));
  await expect(join('a')).rejects.toMatchObject({ code: 'unavailable' });
  letGo();
  await Promise.all([...all, ...more]);
  expect(settled.filter((it) => it === 'done')).toHaveLength(9);
  await join('a');
});
