import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { unavailable } from '../errors.ts';
import { type Awaited, insist } from './insist.ts';
import { LockTurns } from './lock-turns.ts';
import { LockTaken } from './lock-wait.ts';

const COUNTS = { atOnce: 4, waiting: 3, suspect: 2, plain: 3 };
const DAY = 'a shop/2025-09-20';
const lockTimeout = () => unavailable(1_000, Object.assign(new Error('lock timeout'), { code: '55P03' }), 'locked');
const taken = () => unavailable(1_000, new LockTaken('a shop', '2025-09-20'), 'locked');

/** Attempts that end as told, one after the other; answers what each of them was to wait for. */
async function outcomes(turns: LockTurns, ...ends: ((awaited?: Awaited) => Promise<void>)[]): Promise<unknown[]> {
  const waitedFor: unknown[] = [];
  await insist(turns, ['a record'], async (_left, awaited) => {
    const end = ends[waitedFor.length];
    waitedFor.push(awaited?.lock);
    await end?.(awaited);
  });
  return waitedFor;
}

test('the lock that was missing is waited for first, and one that was waited for twice in vain is held', async () => {
  const turns = new LockTurns(COUNTS);
  const waitedFor = await outcomes(
    turns,
    () => Promise.reject(taken()),
    () => Promise.reject(lockTimeout()),
    () => Promise.reject(lockTimeout()),
    async (awaited) => {
      await sleep(0);
      expect(turns.isHeld(DAY)).toBe(true);
      if (awaited) awaited.turn.hasLock = true;
    },
  );
  expect(waitedFor).toEqual([undefined, DAY, DAY, DAY]);
  expect(turns.isHeld(DAY)).toBe(false);
});

test('who has a board and then waits in vain for something else, such as a technician, lets the board go; it is not held', async () => {
  const turns = new LockTurns(COUNTS);
  const waitedFor = await outcomes(
    turns,
    () => Promise.reject(taken()),
    // So that one more wait in vain would be enough.
    () => Promise.reject(lockTimeout()),
    async (awaited) => {
      if (awaited) awaited.turn.hasLock = true;
      throw lockTimeout();
    },
    async () => expect(turns.isHeld(DAY)).toBe(false),
  );
  expect(waitedFor).toEqual([undefined, DAY, DAY, undefined]);
});

test('its own lock is what is waited for where no other is named', async () => {
  const waitedFor = await outcomes(new LockTurns(COUNTS), () => Promise.reject(lockTimeout()));
  expect(waitedFor).toEqual([undefined, 'a record']);
});

test('what is not about locks is not tried again', async () => {
  const attempts = outcomes(new LockTurns(COUNTS), () => Promise.reject(new Error('a defect')));
  await expect(attempts).rejects.toThrow('a defect');
});
