import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { LockTurns, type Turn } from './lock-turns.ts';

const COUNTS = { atOnce: 4, waiting: 3, suspect: 2, plain: 3 };

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
  const turns = new LockTurns(COUNTS);
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

test('whoever came first goes first, however often it has tried, and what fails fails for itself', async () => {
  const turns = new LockTurns(COUNTS);
  const order: string[] = [];
  const first = makeWork();
  const since = performance.now();
  const all = [
    turns.run(['a'], first.work),
    turns.run(['a'], async () => void order.push('behind')),
    turns.run(['a'], async () => Promise.reject(new Error('a defect'))),
    turns.run(['a'], async () => void order.push('again'), { since }),
  ];
  first.letGo();
  await expect(all[2]).rejects.toThrow('a defect');
  await Promise.all([all[0], all[1], all[3]]);
  expect(order).toEqual(['again', 'behind']);
});

test('a board that proves to be held keeps a few in line: the others are sent away, and so is who comes', async () => {
  const turns = new LockTurns(COUNTS);
  const { work, letGo } = makeWork();
  let tries = 0;
  const waitOnce = (turn: Turn) => {
    tries += 1;
    return tries <= 2 ? waitInVain(turn) : work();
  };
  const join = (board: string) => turns.inLine([board], () => turns.run([board], waitOnce, { waits: true }));
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

test('a turn that takes long, whatever it waits for, does not make its board a held one', async () => {
  const turns = new LockTurns(COUNTS);
  for (const waits of [false, true]) await turns.run(['a'], () => sleep(700), { waits });
  // Nor does one that was not meant to wait.
  for (let i = 0; i < 2; i += 1) await turns.run(['a'], waitInVain).catch(() => {});
  await sleep(0);
  expect(turns.isHeld('a')).toBe(false);
  await waitTwice(turns, 'a');
  expect(turns.isHeld('a')).toBe(true);
});

test('a lock that is waited for in vain behind those who use it is not a held one', async () => {
  let revision = 0;
  const turns = new LockTurns(COUNTS, async () => {
    revision += 1;
    return revision;
  });
  for (let i = 0; i < 3; i += 1) await waitTwice(turns, 'a');
  expect(turns.isHeld('a')).toBe(false);
});

test('a lock of which nobody can say whether it is used is not a held one', async () => {
  const turns = new LockTurns(COUNTS, () => Promise.reject(new Error('no database')));
  await waitTwice(turns, 'a');
  expect(turns.isHeld('a')).toBe(false);
});

test('a lock counts as held as long as anybody is in line for it, and for 2 s more', async () => {
  const turns = new LockTurns(COUNTS);
  const { work, letGo } = makeWork();
  const inLine = turns.inLine(['a'], work);
  await waitTwice(turns, 'a');
  await sleep(2_100);
  expect(turns.isHeld('a')).toBe(true);
  letGo();
  await inLine;
  await sleep(1_500);
  expect(turns.isHeld('a')).toBe(true);
  await sleep(600);
  expect(turns.isHeld('a')).toBe(false);
  // And is forgotten, also by who comes then.
  await turns.inLine(['a'], async () => expect(turns.isHeld('a')).toBe(false));
  await turns.run(['a'], waitInVain, { waits: true }).catch(() => {});
  await sleep(0);
  expect(turns.isHeld('a')).toBe(false);
});

test('who tries again is known to have waited in vain before anybody has said whether the lock is used', async () => {
  const sign = Promise.withResolvers<string>();
  const turns = new LockTurns(COUNTS, () => sign.promise);
  const { work, letGo } = makeWork();
  const all = ['a', 'b', 'c'].map(async (lock) => {
    await turns.run([lock], waitInVain, { waits: true }).catch(() => {});
    await turns.run([lock], work, { waits: true });
  });
  await sleep(600);
  // All three wait again; a third turn is left for a lock that is taken for a moment.
  await turns.run(['d'], async () => {}, { waits: true });
  letGo();
  await Promise.all(all);
});

test('a lock that was had while it was asked about is not a held one', async () => {
  const signs: PromiseWithResolvers<string>[] = [];
  const turns = new LockTurns(COUNTS, () => {
    signs.push(Promise.withResolvers());
    return (signs.at(-1) as PromiseWithResolvers<string>).promise;
  });
  const vain = () => turns.run(['a'], waitInVain, { waits: true }).catch(() => {});
  await vain();
  signs[0]?.resolve('same');
  await sleep(0);
  await vain();
  await turns.run(['a'], async () => {});
  signs[1]?.resolve('same');
  await sleep(0);
  expect(turns.isHeld('a')).toBe(false);
});

test('a turn that came to nothing says nothing about its lock', async () => {
  const turns = new LockTurns(COUNTS);
  await waitTwice(turns, 'a');
  await turns.run(['a'], async () => {}, { waits: true });
  await sleep(0);
  expect(turns.isHeld('a')).toBe(true);
});

test('a lock that was had is not a held one, whatever else was waited for in vain', async () => {
  const turns = new LockTurns(COUNTS);
  await waitTwice(turns, 'a');
  const elsewhere = (turn: Turn) => {
    turn.hasLock = true;
    return waitInVain(turn);
  };
  await turns.run(['a'], elsewhere, { waits: true }).catch(() => {});
  expect(turns.isHeld('a')).toBe(false);
});

/** Work that came at some millisecond of a second ago, and the order in which it is done. */
function joining(turns: LockTurns) {
  const order: string[] = [];
  const second = performance.now() - 1_000;
  const join = (name: string, locks: string[], since: number) =>
    turns.run(locks, async () => void order.push(name), { since: second + since });
  return { order, join };
}

test('who comes back for one lock puts nobody out of order for another', async () => {
  const turns = new LockTurns(COUNTS);
  const { order, join } = joining(turns);
  const { work, letGo } = makeWork();
  const all = [
    turns.run(['a', 'c'], work),
    join('both', ['a', 'c'], 1),
    join('behind', ['c'], 2),
    join('back again', ['a'], 0),
  ];
  letGo();
  await Promise.all(all);
  expect(order.indexOf('both')).toBeLessThan(order.indexOf('behind'));
  expect(order.indexOf('back again')).toBeLessThan(order.indexOf('both'));
});

test('who comes back for two locks passes nobody who came before for one of them', async () => {
  const turns = new LockTurns(COUNTS);
  const { order, join } = joining(turns);
  const { work, letGo } = makeWork();
  const all = [
    turns.run(['a', 'c'], work),
    join('late', ['a'], 10),
    join('early', ['c'], 3),
    join('between', ['a', 'c'], 5),
  ];
  letGo();
  await Promise.all(all);
  expect(order.indexOf('early')).toBeLessThan(order.indexOf('between'));
});

test('what waits for other locks leaves a turn for what waits for that of a board', async () => {
  const turns = new LockTurns(COUNTS);
  const { work, letGo } = makeWork();
  const all = ['a', 'b', 'c', 'd', 'e'].map((board) => turns.run([board], work));
  await turns.run(['f'], async () => {}, { waits: true });
  letGo();
  await Promise.all(all);
});

/** Waits for a lock that it does not get, for as long as it may. */
async function waitInVain({ patience }: Turn): Promise<void> {
  await sleep(patience);
  throw Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' });
}

/** The second wait in vain tells that a lock is held. */
async function waitTwice(turns: LockTurns, lock: string): Promise<void> {
  for (let i = 0; i < 2; i += 1) await turns.run([lock], waitInVain, { waits: true }).catch(() => {});
  await sleep(0);
}

test('however many boards are waited for, one turn is left for what does not wait, and one for what waits briefly', async () => {
  const turns = new LockTurns(COUNTS);
  const boards = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const until = performance.now() + 4_000;
  const insist = (board: string) => async () => {
    while (performance.now() < until) await turns.run([board], waitInVain, { waits: true }).catch(() => {});
  };
  const insisting = boards.map((board) => turns.inLine([board], insist(board)));
  let most = 0;
  while (performance.now() < until - 200) {
    const began = performance.now();
    await turns.run(['free'], () => sleep(1));
    most = Math.max(most, performance.now() - began);
    await sleep(10);
  }
  expect(most).toBeLessThan(200);
  // By now each has proved to be held.
  expect(boards.filter((board) => turns.isHeld(board))).toEqual(boards);
  const began = performance.now();
  await turns.run(['taken for a moment'], () => sleep(1), { waits: true });
  expect(performance.now() - began).toBeLessThan(200);
  await Promise.all(insisting);
});

test('several who wait for the same held board give its turn up to others, too', async () => {
  const turns = new LockTurns(COUNTS);
  await Promise.all(['x', 'w', 'free again'].map((lock) => waitTwice(turns, lock)));
  const until = performance.now() + 2_000;
  const insist = async (lock: string) => {
    const since = performance.now();
    while (performance.now() < until)
      await turns.run([lock], waitInVain, { waits: true, since, until }).catch(() => {});
  };
  const insisting = ['x', 'x', 'w', 'w', 'x', 'w'].map(insist);
  await sleep(10);
  const began = performance.now();
  await turns.run(['free again'], async () => {}, { waits: true });
  // A turn or two of the held ones; they insist for four times as long.
  expect(performance.now() - began).toBeLessThan(1_000);
  await Promise.all(insisting);
});

test('what waits for different boards is served in the order in which it came, also after it had waited in vain', async () => {
  const turns = new LockTurns(COUNTS);
  const order: string[] = [];
  const { work, letGo } = makeWork();
  const busy = ['x', 'y', 'z'].map((board) => turns.run([board], work, { waits: true }));
  const later = ['a', 'b', 'c'].map((board) =>
    turns.run([board], async () => void order.push(board), { waits: true, ...(board === 'c' ? { since: 0 } : {}) }),
  );
  expect(order).toEqual([]);
  letGo();
  await Promise.all([...busy, ...later]);
  expect(order).toEqual(['a', 'b', 'c']);
});

test('whoever was not served in time is told so', async () => {
  const turns = new LockTurns(COUNTS);
  const { work, letGo } = makeWork();
  const first = turns.run(['a'], work);
  const began = performance.now();
  await expect(turns.run(['a'], work, { until: began + 100 })).rejects.toMatchObject({ code: 'unavailable' });
  expect(performance.now() - began).toBeLessThan(400);
  await expect(turns.run(['a'], work)).rejects.toMatchObject({ code: 'unavailable' });
  expect(performance.now() - began).toBeLessThan(3_500);
  letGo();
  await first;
});

test('whoever waits for a held board does not keep others from another board that it wants, too', async () => {
  const turns = new LockTurns(COUNTS);
  await waitTwice(turns, 'held');
  const { work, letGo } = makeWork();
  const waiting = turns.run(['held'], work, { waits: true });
  const both = turns.run(['held', 'free'], async () => {});
  await turns.run(['free'], async () => {});
  letGo();
  await Promise.all([waiting, both]);
});
