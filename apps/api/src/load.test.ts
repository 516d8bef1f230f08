import { expect, test } from 'vitest';
import { Load } from './load.ts';
import { Metrics } from './metrics.ts';

/** A server whose clock is turned by hand. */
function makeLoad() {
  let now = 0;
  const load = new Load({ readsAtOnce: 1_000, writesAtOnce: 256 }, new Metrics(), () => now);
  const fits = () => load.refusal('write') === undefined;
  /** As many writes come at once as may; answers how many that were. All of them take so long. */
  const fill = async (tookMs: number): Promise<number> => {
    const done = Promise.withResolvers<void>();
    const running: Promise<void>[] = [];
    while (fits()) running.push(load.run('write', () => done.promise));
    now += tookMs;
    done.resolve();
    await Promise.all(running);
    return running.length;
  };
  return { fill };
}

test('what is slow makes it fewer, down to one full transaction; what is fast again makes it all again', async () => {
  const { fill } = makeLoad();
  const slow: number[] = [];
  for (let i = 0; i < 6; i += 1) slow.push(await fill(1_000));
  expect(slow[0]).toBe(256);
  expect(slow).toEqual(slow.toSorted((a, b) => b - a));
  expect(slow.at(-1)).toBe(64);
  const fast: number[] = [];
  for (let i = 0; i < 10; i += 1) fast.push(await fill(210));
  expect(fast).toEqual(fast.toSorted((a, b) => a - b));
  expect(fast.at(-1)).toBe(256);
});

test('a few slow ones among many fast ones change nothing', async () => {
  let now = 0;
  const load = new Load({ readsAtOnce: 1_000, writesAtOnce: 256 }, new Metrics(), () => now);
  const stuck = Promise.withResolvers<void>();
  const waiting = Array.from({ length: 20 }, () => load.run('write', () => stuck.promise));
  for (let i = 0; i < 100; i += 1) {
    now += 10;
    await load.run('write', async () => {});
  }
  stuck.resolve();
  await Promise.all(waiting);
  let more = 0;
  const all = Promise.withResolvers<void>();
  const running: Promise<void>[] = [];
  for (; more < 256; more += 1) {
    expect(load.refusal('write')).toBeUndefined();
    running.push(load.run('write', () => all.promise));
  }
  expect(load.refusal('write')?.message).toMatch(/more to do/);
  await expect(load.run('write', async () => {})).rejects.toThrow(/more to do/);
  all.resolve();
  await Promise.all(running);
});

test('one slow request where nothing else is at work says nothing about too much of it', async () => {
  let now = 0;
  const load = new Load({ readsAtOnce: 1_000, writesAtOnce: 256 }, new Metrics(), () => now);
  for (let i = 0; i < 20; i += 1) {
    await load.run('read', async () => {
      now += 2_000;
    });
  }
  const all = Promise.withResolvers<void>();
  const running = Array.from({ length: 1_000 }, () => load.run('read', () => all.promise));
  all.resolve();
  await Promise.all(running);
});
