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
  const listener = { send: (bytes: Buffer) => void heard.push(String(bytes)), end: () => {} };
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

test('who comes while a connection breaks is never told an older board than the one it came with', async () => {
  let generation = 1;
  const asked: PromiseWithResolvers<BoardState[]>[] = [];
  const at = (revision: number): BoardState => ({ ...emptyBoard(date), revision });
  const boards = {
    current: () => {
      asked.push(Promise.withResolvers());
      return asked.at(-1)?.promise;
    },
    at: async (_: unknown, __: string, revision: number) => at(revision),
  } as unknown as BoardCache;
  const events = { identity: 'x', since: async () => undefined } as unknown as BoardEvents;
  const shop = { id: 's', name: '', time_zone: 'UTC' };
  const feed = new BoardFeed({ shop, timing: { dbMs: 0 } }, date, boards, events, () => generation);
  const heardBy = () => {
    const revisions: number[] = [];
    const send = (bytes: Buffer) => void revisions.push(Number(/"revision":"(\d+)"/.exec(String(bytes))?.[1]));
    return { revisions, listener: { send, end: () => {} } };
  };
  const [early, late] = [heardBy(), heardBy()];
  const first = feed.add(early.listener, undefined, () => false);
  asked[0]?.resolve([at(49)]);
  await first;

  const second = feed.add(late.listener, undefined, () => false);
  generation = 2;
  // Everybody is told anew, of the board that was asked for just before revision 50 was committed.
  feed.look();
  asked[1]?.resolve([at(50)]);
  await second;
  asked[2]?.resolve([at(49)]);
  await sleep(5);
  expect(late.revisions).not.toContain(49);
  // The newcomer is from before the break, too: its board is asked for once more.
  await expect.poll(() => asked.length).toBe(4);
  asked[3]?.resolve([at(50)]);
  await expect.poll(() => early.revisions.at(-1)).toBe(50);
  await sleep(20);
  expect(early.revisions).toEqual([49, 49, 50]);
  expect(late.revisions).toEqual([50, 50]);
});

test('those who come back at once are told the same bytes, and who missed more others', async () => {
  const board: BoardState = { ...emptyBoard(date), revision: 9 };
  const boards = { current: async () => [board], at: async () => board } as unknown as BoardCache;
  const { order } = board;
  const change = (revision: number) => ({ revision, cards: [], removed: [], before: order, after: order });
  const events = {
    identity: 'x',
    since: async (_: unknown, __: BoardState, since: number) =>
      since === 0 ? undefined : Array.from({ length: 9 - since }, (_, i) => change(since + 1 + i)),
  } as unknown as BoardEvents;
  const shop = { id: 's', name: '', time_zone: 'UTC' };
  const feed = new BoardFeed({ shop, timing: { dbMs: 0 } }, date, boards, events, () => 1);
  const heard = new Map<number, Buffer[]>([0, 3, 7, 9].map((revision) => [revision, []]));
  const coming = Array.from({ length: 40 }, (_, i) => {
    const [revision, told] = [...heard][i % 4] as [number, Buffer[]];
    const listener = { send: (bytes: Buffer) => void told.push(bytes), end: () => {} };
    return feed.add(listener, { identity: 'x', date, revision }, () => false);
  });
  await Promise.all(coming);
  const revisionsIn = (bytes: Buffer | undefined) => String(bytes).match(/(?<="revision":")\d+/g) ?? [];
  expect([...heard].map(([, told]) => [told.length, new Set(told).size])).toEqual(Array(4).fill([10, 1]));
  expect([...heard].map(([, [bytes]]) => revisionsIn(bytes).length)).toEqual([1, 6, 2, 0]);
});
