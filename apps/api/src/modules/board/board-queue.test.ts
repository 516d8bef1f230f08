import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LockTurns } from '../../db/lock-turns.ts';
import { unavailable } from '../../errors.ts';
import type { Settled } from './board-batch.ts';
import { type BoardCommand, BoardTaken } from './board-command.ts';
import { BoardQueue, type Located } from './board-queue.ts';

const TOOK_MS = 20;
const command = {} as BoardCommand;
const answered = (batch: Located[]): Settled[] => batch.map(() => ({ answer: { json: '{}', replayed: false } }));
const lockTimeout = () =>
  unavailable(1_000, Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' }));

/** A queue of one shop; boards take their turns. */
function queueOf(
  commit: (batch: Located[], patience: number | false) => Promise<Settled[]>,
  turns = new LockTurns({ atOnce: 4, waiting: 3, suspect: 2, plain: 3 }),
): BoardQueue {
  return new BoardQueue('a shop', turns, commit);
}

/** A queue whose transactions take 20 ms, and the sizes that they had. */
function makeQueue() {
  const sizes: number[] = [];
  const queue = queueOf(async (batch) => {
    sizes.push(batch.length);
    await sleep(TOOK_MS);
    return answered(batch);
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
  const took: number[] = [];
  // On a busy machine timers are late; so once in five tries must do.
  while (took.length < 5 && !(Math.min(...took) < 10 * (TOOK_MS + 3) + 50)) {
    const { sizes, queue } = makeQueue();
    const started = performance.now();
    for (let i = 0; i < 10; i += 1) await queue.add({ command, date: '2025-09-20' });
    took.push(performance.now() - started);
    expect(sizes).toEqual(Array.from({ length: 10 }, () => 1));
  }
  expect(Math.min(...took)).toBeLessThan(10 * (TOOK_MS + 3) + 50);
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
  const queue = queueOf(async (batch) => {
    const dates = new Set(batch.map(({ date }) => date as string));
    for (const date of dates) expect(busy.has(date)).toBe(false);
    for (const date of dates) busy.add(date);
    most = Math.max(most, busy.size);
    await sleep(2);
    for (const date of dates) busy.delete(date);
    return answered(batch);
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

/** A queue with a full transaction of which one command is at fault, and what its transactions were. */
async function queueWithFault(fail: (batch: Located[]) => void) {
  const sizes: number[] = [];
  const queue = queueOf(async (batch) => {
    sizes.push(batch.length);
    await sleep(1);
    fail(batch);
    return answered(batch);
  });
  // The first goes alone, and the others share the next one.
  const commands = Array.from({ length: 65 }, () => ({ ...command }));
  const settled = await Promise.all(commands.map((one) => queue.add({ command: one, date: '2025-09-20' })));
  return { sizes, settled };
}

test('a command that cannot be done harms no other of its transaction, and costs few more', async () => {
  let faulty: BoardCommand | undefined;
  const { sizes, settled } = await queueWithFault((batch) => {
    if (batch.length === 64) faulty ??= batch[37]?.command;
    if (batch.some((one) => one.command === faulty)) throw new Error('a defect');
  });
  expect(settled.filter((one) => 'error' in one)).toMatchObject([{ error: { message: 'a defect' } }]);
  expect(sizes.length).toBeLessThanOrEqual(1 + 1 + 12);
});

test('what cannot be reached in the midst of it is not waited for again', async () => {
  let failed = 0;
  const { settled } = await queueWithFault((batch) => {
    if (batch.length === 64) throw new Error('a defect');
    if (batch.length === 32) {
      failed += 1;
      throw unavailable(1_000, new Error('gone'));
    }
  });
  expect(failed).toBe(1);
  expect(settled.filter((one) => 'error' in one)).toHaveLength(64);
});

test('a lock that is lost in the midst of it is waited for once, and then what is left has a turn', async () => {
  let failed = 0;
  const { sizes, settled } = await queueWithFault((batch) => {
    if (batch.length === 64) throw new Error('a defect');
    if (batch.length === 32 && failed === 0) {
      failed += 1;
      throw lockTimeout();
    }
  });
  expect(settled.filter((one) => 'error' in one)).toEqual([]);
  // After the lock nothing is tried but in turns, of 32 each.
  expect(sizes).toEqual([1, 64, 32, 32, 32]);
});

/** A queue on whose boards somebody else has locks; a transaction that waits for one gives up when it is to. */
function queueWithHeld(held: Set<string>) {
  const sharers: Set<string | null>[] = [];
  const queue = queueOf(async (batch, patience) => {
    await sleep(2);
    const isHeld = ({ date }: Located) => held.has(date as string);
    if (patience === false)
      return batch.map((one) => (isHeld(one) ? { error: new BoardTaken() } : (answered([one])[0] as Settled)));
    sharers.push(new Set(batch.map(({ date }) => date)));
    const until = performance.now() + patience;
    while (batch.some(isHeld) && performance.now() < until) await sleep(10);
    if (batch.some(isHeld)) throw lockTimeout();
    return answered(batch);
  });
  return { queue, sharers };
}

test('boards that somebody else holds fail alone, and keep the others waiting for none of their transactions', async () => {
  const held = new Set(['2025-09-21', '2025-09-23', '2025-09-24']);
  const { queue, sharers } = queueWithHeld(held);
  const dates = Array.from({ length: 6 }, (_, i) => `2025-09-${20 + i}`);
  const addAll = () => Promise.all(dates.map(async (date) => ({ date, ...(await queue.add({ command, date })) })));
  for (let round = 0; round < 2; round += 1) {
    const all = addAll();
    const began = performance.now();
    for (const date of dates) if (!held.has(date)) expect(await queue.add({ command, date })).toHaveProperty('answer');
    expect(performance.now() - began).toBeLessThan(200);
    for (const { date, ...settled } of await all) {
      if (held.has(date)) expect(settled).toMatchObject({ error: { code: 'unavailable' } });
      else expect(settled).toHaveProperty('answer');
    }
  }
  // Each waits for its own lock only.
  for (const boards of sharers) expect(boards.size).toBe(1);
  held.clear();
  for (const settled of await addAll()) expect(settled).toHaveProperty('answer');
}, 10_000);

test('a board that was taken for a moment is written to in the order in which its commands came', async () => {
  const held = new Set(['2025-09-20']);
  const { queue } = queueWithHeld(held);
  const order: number[] = [];
  const all = Array.from({ length: 40 }, (_, i) =>
    queue.add({ command, date: '2025-09-20' }).then((settled) => {
      expect(settled).toHaveProperty('answer');
      order.push(i);
    }),
  );
  await sleep(10);
  held.clear();
  await Promise.all(all);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test('a lock that cannot be had is waited for again and again, but for 2.5 s only, by however many', async () => {
  const { queue, sharers } = queueWithHeld(new Set(['2025-09-20']));
  const began = performance.now();
  const all = Array.from({ length: 100 }, () => queue.add({ command, date: '2025-09-20' }));
  for (const settled of await Promise.all(all)) expect(settled).toMatchObject({ error: { code: 'unavailable' } });
  expect(performance.now() - began).toBeLessThan(3_500);
  expect(sharers.length).toBeGreaterThan(4);
});

test('who waits for a board that others prove to be held is sent away but for the first few', async () => {
  const turns = new LockTurns({ atOnce: 4, waiting: 3, suspect: 2, plain: 3 });
  const commit = async (batch: Located[], patience: number | false) => {
    if (patience === false) return batch.map(() => ({ error: new BoardTaken() }));
    await sleep(TOOK_MS);
    return answered(batch);
  };
  const queue = queueOf(commit, turns);
  const [first, second] = [Promise.withResolvers<never>(), Promise.withResolvers<never>()];
  const bookings = [first, second].map(({ promise }) =>
    turns.run(['a shop/2025-09-20'], () => promise, { waits: true }),
  );
  const all = Array.from({ length: 60 }, () => queue.add({ command, date: '2025-09-20' }));
  await sleep(10);
  first.reject(lockTimeout());
  await expect(bookings[0]).rejects.toThrow();
  second.reject(lockTimeout());
  await expect(bookings[1]).rejects.toThrow();
  // The 32 that are at work by then, and the first few of those behind.
  expect((await Promise.all(all)).filter((settled) => 'answer' in settled)).toHaveLength(40);
});

test('a slow disk sends nobody away', async () => {
  const queue = queueOf(async (batch, patience) => {
    if (patience === false) return batch.map(() => ({ error: new BoardTaken() }));
    await sleep(700);
    return answered(batch);
  });
  const all = Array.from({ length: 60 }, () => queue.add({ command, date: '2025-09-20' }));
  for (const settled of await Promise.all(all)) expect(settled).toHaveProperty('answer');
});

test('a lock that a shared transaction waited for in vain, such as that of a card, fails on its board only', async () => {
  let shared = 0;
  const queue = queueOf(async (batch, patience) => {
    await sleep(patience || 2);
    const isHeld = batch.some(({ date }) => date === '2025-09-20');
    if (isHeld && patience === false) shared += 1;
    if (isHeld) throw lockTimeout();
    return answered(batch);
  });
  const add = (date: string | null) => queue.add({ command, date });
  const first = add('2025-09-25');
  const [held, other, none] = await Promise.all([add('2025-09-20'), add('2025-09-21'), add(null)]);
  expect(held).toMatchObject({ error: { code: 'unavailable' } });
  expect(other).toHaveProperty('answer');
  expect(none).toBeDefined();
  expect(await first).toHaveProperty('answer');
  // It is remembered, and no shared transaction tries it again.
  await add('2025-09-20');
  expect(shared).toBe(1);
}, 10_000);
