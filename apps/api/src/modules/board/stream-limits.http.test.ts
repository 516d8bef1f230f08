import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BOARD, openWorld, type World } from '../../../test/contract/world.ts';
import { listen } from '../../../test/listen.ts';
import { type OpenShop, openShop } from '../../../test/open-shop.ts';
import type { Listener } from './board-feed.ts';
import { BoardFeeds } from './board-feeds.ts';

let world: World;
let shop: OpenShop;
beforeAll(async () => {
  [world, shop] = await Promise.all([openWorld(), openShop()]);
});
afterAll(() => Promise.all([world.close(), shop.close()]));

const until = async (isTrue: () => boolean | Promise<boolean>) => {
  const limit = performance.now() + 10_000;
  while (!(await isTrue())) {
    if (performance.now() > limit) throw new Error('it never came');
    await new Promise((done) => setTimeout(done, 10));
  }
};

/** Somebody who listens without HTTP. */
function subscriber() {
  const one = { heard: [] as string[], leave: () => {}, ended: false };
  const open = (leave: () => void): Listener => {
    one.leave = leave;
    return {
      send: (bytes) => one.heard.push(bytes.toString()),
      end: () => {
        one.ended = true;
        leave();
      },
    };
  };
  return { one, open };
}

/** Changes a card so many times for somebody who listens and does not read, or until that one is sent away. */
async function tellDeaf({ id, version }: { id: string; version: number }, date: string, times: number) {
  const { feeds } = world.deps;
  const before = feeds.size;
  const { port } = new URL(world.url);
  const deaf = connect(Number(port), '127.0.0.1');
  deaf.on('error', () => {});
  await once(deaf, 'connect');
  deaf.write(`GET ${BOARD}/stream?date=${date} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`);
  await once(deaf, 'readable');
  await until(() => feeds.size > before);
  let latest = version;
  const change = async (notes: string) => {
    latest = (await world.patch({ id, version: latest }, { notes })).data.version;
  };
  for (let i = 0; i < times && feeds.size > before; i += 1) await change(`${i} ${'x'.repeat(9_900)}`);
  return { deaf, change };
}

const noFailure = (error: unknown) => expect.unreachable(String(error));

test('a silent stream pings, and ends when the database cannot be seen for a while', async () => {
  const { database, boards } = shop.anotherProcess();
  const feeds = new BoardFeeds(database, boards, noFailure, { ping: 30, blind: 100 });
  const { one, open } = subscriber();
  await feeds.subscribe(shop.ctx(), { date: '2026-04-01' }, open);
  await until(() => one.heard.filter((it) => it === 'event: ping\ndata: {}\n\n').length > 2);
  expect(one.heard[0]).toContain('event: board');
  const look = database.tail.bind(database);
  database.tail = () => Promise.reject(new Error('the cable is out'));
  await until(() => one.ended);
  database.tail = look;
  expect(feeds.size).toBe(0);
  feeds.close();
  await expect(feeds.subscribe(shop.ctx(), {}, open)).rejects.toMatchObject({ code: 'unavailable' });
});

test('listeners who cannot be told what there is, whatever the reason, are sent away, those of other boards are not', async () => {
  const { database, boards } = shop.anotherProcess();
  const failures: unknown[] = [];
  const feeds = new BoardFeeds(database, boards, (error, date) => failures.push({ error, date }), { blind: 100 });
  const [listener, other] = [subscriber(), subscriber()];
  await feeds.subscribe(shop.ctx(), { date: '2026-04-11' }, listener.open);
  await feeds.subscribe(shop.ctx(), { date: '2026-04-12' }, other.open);
  boards.at = () => Promise.reject(new Error('a defect'));
  await shop.book('2026-04-11');
  await until(() => listener.one.ended);
  expect(failures).toEqual([{ error: new Error('a defect'), date: '2026-04-11' }]);
  expect([other.one.ended, feeds.size]).toEqual([false, 1]);
  feeds.close();
});

test('a listener that does not read is sent away, and costs the others nothing', async () => {
  const date = '2026-04-02';
  const card = await world.book(date);
  const other = await listen(world.url, `?date=${date}`);
  const { deaf } = await tellDeaf(card, date, 1_500);
  expect(world.deps.feeds.size).toBe(1);
  await other.at((await world.board(`date=${date}`)).revision);
  expect(other.board).toEqual(await world.board(`date=${date}`));
  expect(other.heard.filter(({ event }) => event === 'board')).toHaveLength(1);
  other.stop();
  deaf.destroy();
  await until(() => world.deps.feeds.size === 0);
}, 60_000);

test('a stream is an error in the envelope while there is no database, and nobody is left behind', async () => {
  const date = '2026-04-03';
  const { database } = world.deps;
  const real = database.tail.bind(database);
  database.tail = () => Promise.reject(new Error('the cable is out'));
  try {
    const answer = await world.api('GET', `${BOARD}/stream?date=${date}`);
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(answer.body.ok).toBe(false);
  } finally {
    database.tail = real;
  }
  expect(world.deps.feeds.size).toBe(0);
});

test('a stream that is left before its first event leaves nothing behind', async () => {
  const { database } = world.deps;
  const real = database.tail.bind(database);
  const asked: number[] = [];
  database.tail = ((statement: Parameters<typeof real>[0]) => {
    if (statement.name === 'board-revisions') asked.push((statement.values as [string[]])[0].length);
    return real(statement);
  }) as typeof database.tail;
  const { port } = new URL(world.url);
  for (let i = 0; i < 60; i += 1) {
    const date = new Date(Date.UTC(2040, 0, 1 + i)).toISOString().slice(0, 10);
    const one = connect(Number(port), '127.0.0.1');
    one.on('error', () => {});
    const head = `GET ${BOARD}/stream?date=${date} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`;
    one.write(head, () => one.destroy());
    await once(one, 'close');
  }
  await until(() => world.deps.feeds.size === 0);
  // Nobody listens: after what is under way the database is not asked any more.
  await until(async () => {
    asked.length = 0;
    await new Promise((done) => setTimeout(done, 300));
    return asked.length === 0;
  });
  database.tail = real;
});

test('a stream that is being opened while the server stops is told so, and counts towards the limit until then', async () => {
  const { database, boards } = shop.anotherProcess();
  const feeds = new BoardFeeds(database, boards, noFailure, { most: 2 });
  const { open } = subscriber();
  const look = database.tail.bind(database);
  const stuck = Promise.withResolvers<void>();
  database.tail = ((...args: Parameters<typeof look>) => stuck.promise.then(() => look(...args))) as typeof look;
  const date = '2026-04-05';
  const opening = [feeds.subscribe(shop.ctx(), { date }, open), feeds.subscribe(shop.ctx(), { date }, open)];
  const answers = Promise.allSettled(opening);
  await expect(feeds.subscribe(shop.ctx(), { date }, open)).rejects.toMatchObject({ code: 'unavailable' });
  feeds.close();
  stuck.resolve();
  for (const answer of await answers) expect(answer).toMatchObject({ reason: { code: 'unavailable' } });
  expect(feeds.size).toBe(0);
});

test('a listener who does not read and is sent away is gone a moment later, and takes nobody with it', async () => {
  const date = '2026-04-06';
  const card = await world.book(date);
  const { deaf, change } = await tellDeaf(card, date, 700);
  expect(world.deps.feeds.size).toBe(1);
  // As it is when the database was away for a while: the streams are ended, and then there are news again.
  world.deps.feeds.endAll();
  for (let i = 0; i < 3; i += 1) await change(`${i}`);
  await until(() => world.deps.feeds.size === 0);
  deaf.destroy();
}, 60_000);

test('closing ends every stream', async () => {
  const one = await listen(world.url, '?date=2026-04-04');
  await one.until(() => one.board !== undefined);
  world.deps.feeds.close();
  await one.until(() => one.ended);
});
