import { STATUSES } from '@edgar-auto-shop/contract';
import { BoardChanges } from '@edgar-auto-shop/contract/schemas';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BOARD, openWorld, type Thing, type World } from '../../../test/contract/world.ts';
import { type Listening, listen } from '../../../test/listen.ts';
import { check } from '../../http/validate.ts';

// Who listens always holds what a read would answer (I9): one event a revision, none missed and none twice, whoever made
// the change and however often the connection broke.

let world: World;
let elsewhere: Awaited<ReturnType<World['another']>>;
const opened: Listening[] = [];
beforeAll(async () => {
  world = await openWorld();
  elsewhere = await world.another();
});
afterAll(async () => {
  for (const one of opened) one.stop();
  await world.close();
});

async function hear(query: string, before?: Listening, url = world.url): Promise<Listening> {
  const one = await listen(url, query, before);
  opened.push(one);
  return one;
}

/** A day that no other test uses. */
let days = 0;
const newDay = () => {
  days += 1;
  return `2026-${String(1 + Math.floor(days / 28)).padStart(2, '0')}-${String(1 + (days % 28)).padStart(2, '0')}`;
};

const changesOf = async (query: string, api = world.api): Promise<Thing> =>
  (await api('GET', `${BOARD}/changes?${query}`)).data;

test('a stream starts with the board as the read answers it, and says what it is', async () => {
  const date = newDay();
  await world.book(date);
  const one = await hear(`?date=${date}`);
  await one.at(1);
  expect(one.status).toBe(200);
  expect(one.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(one.headers.get('cache-control')).toBe('no-store, no-transform');
  expect(one.headers.get('x-accel-buffering')).toBe('no');
  expect(one.headers.get('x-correlation-id')).toMatch(/./);
  expect(one.heard).toHaveLength(1);
  expect(one.heard[0]?.event).toBe('board');
  expect(one.board).toEqual(await world.board(`date=${date}`));
  expect((await fetch(`${world.url}${BOARD}/stream?date=${date}`, { method: 'HEAD' })).status).toBe(200);
  expect((await world.api('GET', `${BOARD}/stream?date=2026-02-30`)).status).toBe(400);
  expect((await world.api('POST', `${BOARD}/stream`)).headers.get('allow')).toBe('GET, HEAD, OPTIONS');
});

test('without a date the day is pinned when connecting', async () => {
  const today = (await world.board('')).date;
  const one = await hear('');
  await one.until(() => one.board !== undefined);
  expect(one.board.date).toBe(today);
  expect(one.lastId.split('.')[1]).toBe(today);
});

test('everything that alters what a board shows is one change with its own revision', async () => {
  const [date, other] = [newDay(), newDay()];
  const card = await world.bookIn('in_progress', date);
  const techIds = world.techIds;
  const [one, two] = [await hear(`?date=${date}`), await hear(`?date=${other}`)];
  await one.until(() => one.board !== undefined);
  await two.until(() => two.board !== undefined);

  let revision = Number(one.board.revision);
  const next = async (what: string, change: () => Promise<unknown>) => {
    const before = one.heard.length;
    await change();
    revision += 1;
    await one.at(revision);
    expect(one.heard.length - before, what).toBe(1);
    expect(one.heard.at(-1)?.event, what).toBe('change');
    check(BoardChanges, { id: one.lastId, revision: String(revision), events: [one.heard.at(-1)?.data] }, what);
    expect(one.board, what).toEqual(await world.board(`date=${date}`));
  };
  const current = () => world.card(card.id);
  await next('booked', () => world.book(date));
  await next('moved', async () => world.move(await current(), 'scheduled', 0));
  await next('reordered', async () => world.reorder(await current(), 1));
  await next('technician', async () => world.patch(await current(), { tech_id: techIds[0] }));
  await next('notes', async () => world.patch(await current(), { notes: 'Ring twice\n\nand wait' }));
  await next('undone', async () => world.undo(await current()));
  await next('customer renamed', () =>
    world.api('PATCH', `/api/admin/customers/${world.customerId}`, { name: `Ana ${date}` }),
  );
  await next('vehicle', () =>
    world.api('PATCH', `/api/admin/vehicles/${world.vehicleId}`, { license_plate: `P${date}` }),
  );
  await next('technician renamed', () =>
    world.api('PATCH', `/api/admin/technicians/${techIds[0]}`, { name: `Sam ${date}` }),
  );
  await next('rescheduled away', async () => {
    const times = { appt_start: `${other}T18:00:00Z`, appt_end: `${other}T19:00:00Z` };
    await world.patch(await current(), times);
  });
  expect(one.heard.at(-1)?.data.removed).toEqual([card.id]);
  await two.at(1);
  expect(two.board).toEqual(await world.board(`date=${other}`));
  expect(two.board.columns.scheduled.items.map(({ id }) => id)).toEqual([card.id]);
  await world.cancel(await current());
  await two.at(2);
  expect(two.board.stats.jobsToday).toBe(0);
});

test('a stream resumes after Last-Event-ID with exactly what was missed, also at another server', async () => {
  const date = newDay();
  await world.book(date);
  const one = await hear(`?date=${date}`);
  await one.at(1);
  one.stop();
  for (let i = 0; i < 5; i += 1) await world.book(date);
  // The other server was not there when it happened: it reads the changes, and tells them backwards from the board.
  for (const url of [world.url, elsewhere.url]) {
    const again = await hear(`?date=${date}`, one, url);
    await again.at(6);
    expect(again.heard.map(({ event, data }) => [event, data.revision])).toEqual(
      [2, 3, 4, 5, 6].map((revision) => ['change', String(revision)]),
    );
    expect(again.board).toEqual(await world.board(`date=${date}`));
  }
  const current = await hear(`?date=${date}`, {
    ...one,
    board: await world.board(`date=${date}`),
    lastId: one.lastId.replace(/\d+$/, '6'),
  });
  await world.book(date);
  await current.at(7);
  expect(current.heard).toHaveLength(1);
});

test.each([
  ['another database', (id: string) => id.replace(/^[0-9a-f]{8}/, '00000000')],
  ['another date', (id: string) => id.replace(/\.\d{4}/, '.1999')],
  ['a revision that was never made', (id: string) => id.replace(/\d+$/, '99')],
  ['something that we never wrote', () => 'one, two'],
])('after the id of %s a stream starts with a board', async (_, broken) => {
  const date = newDay();
  await world.book(date);
  const one = await hear(`?date=${date}`);
  await one.at(1);
  const again = await hear(`?date=${date}`, { ...one, lastId: broken(one.lastId) });
  await again.until(() => again.heard.length > 0);
  expect(again.heard[0]?.event).toBe('board');
});

test('after more than 200 changes a stream starts with a board, and changes answers one', async () => {
  const date = newDay();
  const card = await world.book(date);
  const one = await hear(`?date=${date}`);
  await one.at(1);
  one.stop();
  await world.sql(
    `insert into board_changes (shop_id, date, revision, at, cards, ranks, removed, was)
     select shop_id, date, n, at, '[]', '{}', '[]', '{}' from board_changes, generate_series(2, 202) n where date = $1`,
    [date],
  );
  await world.sql('update boards set revision = 202 where date = $1', [date]);
  const again = await hear(`?date=${date}`, one);
  await again.at(202);
  expect(again.heard.map(({ event }) => event)).toEqual(['board']);
  expect((await changesOf(`date=${date}&since=1`)).board.columns.scheduled.items[0].id).toBe(card.id);
  expect((await changesOf(`date=${date}&since=2`)).events).toHaveLength(200);
});

test('changes answers the events since a revision, none where nothing is new, and a board where that cannot be told', async () => {
  const date = newDay();
  expect(await changesOf(`date=${date}&since=0`)).toMatchObject({ revision: '0', events: [] });
  const card = await world.book(date);
  await world.move(card, 'in_progress');
  const all = await changesOf(`date=${date}&since=0`);
  expect(all.events.map(({ revision }: Thing) => revision)).toEqual(['1', '2']);
  expect(await changesOf(`date=${date}&since=${all.id}`)).toEqual({ id: all.id, revision: '2', events: [] });
  expect((await changesOf(`date=${date}&since=1`)).events).toEqual(all.events.slice(1));
  expect(await changesOf(`date=${date}&since=1`, elsewhere.api)).toEqual(await changesOf(`date=${date}&since=1`));
  const board = await world.board(`date=${date}`);
  for (const since of ['', '&since=3', `&since=${all.id.replace(/^.{8}/, '00000000')}`, '&since=9999999999999999999']) {
    expect(await changesOf(`date=${date}${since}`), since).toEqual({ id: all.id, revision: '2', board });
  }
  for (const since of ['x', '-1', '1.5', '']) {
    expect((await world.api('GET', `${BOARD}/changes?date=${date}&since=${since}`)).status, since).toBe(400);
  }
});

test('when a connection to the database broke, everybody gets a whole board, and then goes on', async () => {
  const date = newDay();
  await world.book(date);
  const one = await hear(`?date=${date}`);
  await one.at(1);
  // In this database only: other tests have servers of their own beside it.
  await world.sql(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'edgar_tailer' and datname = current_database()",
  );
  await one.until(() => one.heard.length === 2);
  expect(one.heard[1]?.event).toBe('board');
  await world.book(date);
  await one.at(2);
  expect(one.heard[2]?.event).toBe('change');
});

test('whatever happens on two servers, and however often the connection breaks: screen = server', async () => {
  const servers = [world, elsewhere];
  const step = fc.record({
    server: fc.nat(1),
    card: fc.nat(8),
    kind: fc.constantFrom('book', 'move', 'move', 'move', 'reorder', 'reorder', 'cancel', 'undo', 'rename', 'break'),
    to: fc.constantFrom(...STATUSES),
    position: fc.option(fc.nat(6), { nil: undefined }),
    listener: fc.nat(2),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), fc.boolean(), async (steps, atOnce) => {
      const date = newDay();
      const listeners = await Promise.all([0, 1, 2].map((i) => hear(`?date=${date}`, undefined, servers[i % 2]?.url)));
      await Promise.all(listeners.map((one) => one.until(() => one.board !== undefined)));
      const total = listeners.map(() => [] as string[]);
      const known: { id: string; version: number }[] = [];
      const collect = (i: number) =>
        total[i]?.push(...(listeners[i]?.heard ?? []).map(({ id, event }) => `${event} ${id}`));
      const run = async (one: (typeof steps)[number]): Promise<void> => {
        const { api } = servers[one.server] as World;
        if (one.kind === 'break') {
          const left = listeners[one.listener] as Listening;
          left.stop();
          await left.until(() => left.ended);
          collect(one.listener);
          listeners[one.listener] = await hear(`?date=${date}`, left, servers[one.server]?.url);
          return;
        }
        if (one.kind === 'book') {
          const { id } = await world.book(date);
          known.push({ id, version: 1 });
          return;
        }
        if (one.kind === 'rename') {
          await api('PATCH', `/api/admin/customers/${world.customerId}`, { name: `Ana ${one.card}` });
          return;
        }
        const card = known[one.card % Math.max(1, known.length)];
        if (!card) return;
        const path = `/api/admin/appointments/${card.id}`;
        const body = { expected_version: card.version };
        const answer =
          one.kind === 'cancel'
            ? await api('DELETE', `${path}?expected_version=${card.version}`)
            : await api('POST', `${path}/${one.kind}`, {
                ...body,
                ...(one.kind === 'move' ? { new_status: one.to } : {}),
                ...(one.kind === 'undo' ? {} : { position: one.position ?? (one.kind === 'reorder' ? 0 : undefined) }),
              });
        if (answer.status === 200) card.version = answer.body.data.version;
      };
      if (atOnce) {
        const [first = [], second = []] = [steps.filter((_, i) => i % 2 === 0), steps.filter((_, i) => i % 2 === 1)];
        const inTurn = async (list: typeof steps) => {
          for (const one of list) await run(one.kind === 'break' && list === second ? { ...one, kind: 'move' } : one);
        };
        await Promise.all([inTurn(first), inTurn(second)]);
      } else for (const one of steps) await run(one);

      const truth = await world.board(`date=${date}`);
      for (const [i, one] of listeners.entries()) {
        await one.at(truth.revision);
        collect(i);
        expect(one.board).toEqual(truth);
        // One event a revision, from the first to the last, over all its connections.
        const ids = (total[i] ?? []).map((it) => `${it.split(' ')[0]} ${it.split('.').at(-1)}`);
        expect(ids).toEqual([
          'board 0',
          ...Array.from({ length: Number(truth.revision) }, (_, n) => `change ${n + 1}`),
        ]);
        one.stop();
      }
      // A server that was not there tells the same, backwards from the board.
      const fresh = await changesOf(`date=${date}&since=0`);
      const later = await world.another();
      expect((await caught(later.url, date)).events).toEqual(fresh.events);
      await later.close();
    }),
    { numRuns: 12, endOnFailure: true },
  );
}, 120_000);

const caught = async (url: string, date: string): Promise<Thing> =>
  ((await (await fetch(`${url}${BOARD}/changes?date=${date}&since=0`)).json()) as Thing).data;
