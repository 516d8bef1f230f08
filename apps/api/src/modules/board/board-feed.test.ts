import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { BoardCache } from './board-cache.ts';
import type { BoardEvents } from './board-events.ts';
import { BoardFeed } from './board-feed.ts';
import { type BoardState, emptyBoard } from './board-state.ts';

const date = '2031-03-10';

test('a database that comes back with less than it had is asked once, not for ever', async () => {
  let [revision, generation, loads] = [50, 1, 0];
  const board = (): BoardState => ({ ...emptyBoard(date), revision });
  const boards = {
    current: async () => [board()],
    at: async () => {
      loads += 1;
      await sleep(0);
      return board();
    },
  } as unknown as BoardCache;
  const events = {
    identity: 'x',
    since: async (_: unknown, { revision: now }: BoardState, since: number) => (now === since ? [] : undefined),
  } as unknown as BoardEvents;
  const shop = { id: 's', name: '', time_zone: 'UTC' };
  const feed = new BoardFeed({ shop, timing: { dbMs: 0 } }, date, boards, events, () => generation);
  const heard: string[] = [];
  const listener = { send: (bytes: Buffer) => void heard.push(String(bytes)) };
  await feed.add(listener, undefined, () => false);
  feed.committed(50);
  feed.remove(listener);
  [generation, revision] = [2, 45];
  await feed.add(listener, undefined, () => false);
  await sleep(100);
  expect(loads).toBeLessThan(5);
  revision = 46;
  feed.committed(46);
  await expect.poll(() => heard.at(-1)).toContain('"revision":"46"');
});
