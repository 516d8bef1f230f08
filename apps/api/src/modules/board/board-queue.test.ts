import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { unavailable } from '../../errors.ts';
import type { Settled } from './board-batch.ts';
import type { BoardCommand } from './board-command.ts';
import { BoardQueue } from './board-queue.ts';

const TOOK_MS = 20;
const command = {} as BoardCommand;

/** A queue whose transactions take 20 ms, and the sizes that they had. */
function makeQueue() {
  const sizes: number[] = [];
  const queue = new BoardQueue(async (commands): Promise<Settled[]> => {
    sizes.push(commands.length);
    await sleep(TOOK_MS);
    return commands.map(() => ({ answer: { json: '{}', replayed: false } }));
  });
  return { sizes, queue };
}

/** The sizes of the first transactions of ten callers, each of whom comes back four times. */
async function sizesOfTen(): Promise<number[]> {
  const { sizes, queue } = makeQueue();
  const caller = async (i: number) => {
    for (let times = 0; times < 4; times += 1) {
      await queue.add({ command, date: '2025-09-20' });
      // Each in a turn of the event loop of its own, as requests arrive.
      for (let turns = 0; turns < i; turns += 1) await new Promise(setImmediate);
    }
  };
  await Promise.all(Array.from({ length: 10 }, (_, i) => caller(i)));
  return sizes.slice(0, 4);
}

test('callers who come back one by one share a transaction again', async () => {
  // The first found nobody to wait for. Without the wait the first of each round would be alone every time: 1, 9, 1, 9 …
  // Others are waited for 3 ms at most, which a busy machine may spend elsewhere; so once in five tries must do.
  const tries: number[][] = [];
  while (tries.length < 5 && String(tries.at(-1)) !== '1,10,10,10') tries.push(await sizesOfTen());
  expect(tries).toContainEqual([1, 10, 10, 10]);
});

test('a caller alone is not kept waiting', async () => {
  const { sizes, queue } = makeQueue();
  const started = performance.now();
  for (let i = 0; i < 10; i += 1) await queue.add({ command, date: '2025-09-20' });
  expect(sizes).toEqual(Array.from({ length: 10 }, () => 1));
  expect(performance.now() - started).toBeLessThan(10 * (TOOK_MS + 3) + 50);
});

test('those who do not come back are not waited for longer than a moment', async () => {
  const { sizes, queue } = makeQueue();
  await Promise.all(Array.from({ length: 10 }, () => queue.add({ command, date: '2025-09-20' })));
  await queue.add({ command, date: '2025-09-20' });
  expect(sizes).toEqual([1, 9, 1]);
});

test('two transactions at once never share a board', async () => {
  const busy = new Set<string>();
  let most = 0;
  const queue = new BoardQueue(async (commands, dates): Promise<Settled[]> => {
    for (const date of dates) expect(busy.has(date)).toBe(false);
    for (const date of dates) busy.add(date);
    most = Math.max(most, busy.size);
    await sleep(2);
    for (const date of dates) busy.delete(date);
    return commands.map(() => ({ answer: { json: '{}', replayed: false } }));
  });
  const dates = ['2025-09-20', '2025-09-21', '2025-09-22'];
  await Promise.all(
    Array.from({ length: 12 }, async (_, i) => {
      for (let times = 0; times < 20; times += 1) {
        await queue.add({ command, date: dates[(i + times) % dates.length] as string });
      }
    }),
  );
  expect(most).toBeGreaterThan(1);
});

test('a board whose lock somebody holds fails alone, and keeps the others waiting once at most', async () => {
  let isHeld = true;
  const sharers: string[][] = [];
  const queue = new BoardQueue(async (commands, dates): Promise<Settled[]> => {
    await sleep(2);
    if (isHeld && dates.includes('2025-09-23')) {
      sharers.push(dates);
      await sleep(30);
      throw unavailable(1_000, Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' }));
    }
    return commands.map(() => ({ answer: { json: '{}', replayed: false } }));
  });
  const dates = Array.from({ length: 6 }, (_, i) => `2025-09-${20 + i}`);
  const addAll = () => Promise.all(dates.map(async (date) => ({ date, ...(await queue.add({ command, date })) })));
  // The first finds nobody to wait for; the others share the next one.
  for (let round = 0; round < 4; round += 1) {
    for (const { date, ...settled } of await addAll()) {
      if (date === '2025-09-23') expect(settled).toMatchObject({ error: { code: 'unavailable' } });
      else expect(settled).toHaveProperty('answer');
    }
  }
  // Once it is known to be held, nobody shares a transaction with it.
  expect(sharers[0]?.length).toBeGreaterThan(1);
  expect(sharers.slice(1)).toEqual(Array(4).fill(['2025-09-23']));
  isHeld = false;
  for (const settled of await addAll()) expect(settled).toHaveProperty('answer');
  const answers: Promise<Settled>[] = [];
  for (let i = 0; i < 100; i += 1) answers.push(queue.add({ command, date: dates[i % 6] as string }));
  for (const settled of await Promise.all(answers)) expect(settled).toHaveProperty('answer');
});

test('a board that nobody can write to takes no more than its share: the next is refused, other boards go on', async () => {
  const stuck = Promise.withResolvers<void>();
  const queue = new BoardQueue(async (commands, dates): Promise<Settled[]> => {
    if (dates.includes('2025-09-20')) await stuck.promise;
    return commands.map(() => ({ answer: { json: '{}', replayed: false } }));
  });
  const add = (date: string) => queue.add({ command, date });
  const held = [add('2025-09-20')];
  await sleep(1);
  held.push(...Array.from({ length: 128 }, () => add('2025-09-20')));
  expect(await add('2025-09-20')).toMatchObject({
    error: { code: 'unavailable', details: { retry_after_ms: expect.any(Number) } },
  });
  expect(await add('2025-09-21')).toHaveProperty('answer');
  stuck.resolve();
  for (const settled of await Promise.all(held)) expect(settled).toHaveProperty('answer');
  expect(await add('2025-09-20')).toHaveProperty('answer');
});
