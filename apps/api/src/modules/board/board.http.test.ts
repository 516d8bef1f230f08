import { dateInZone } from '@edgar-auto-shop/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BOARD, openWorld, STATS, type Thing, type World } from '../../../test/contract/world.ts';

// Boards and stats over real HTTP: shape, filters, ranges, tags, days.

let world: World;
const [DAY, NEXT, LAST] = ['2025-09-20', '2025-09-21', '2025-09-22'];
const COLUMNS = ['scheduled', 'in_progress', 'ready', 'completed', 'no_show'];
const cardsOf = (board: Thing): Thing[] => COLUMNS.flatMap((status) => board.columns[status].items);
const idsOf = (board: Thing) => cardsOf(board).map(({ id }) => id);

/** Two cards a column on DAY, one technician on every other; three on LAST, none between. */
beforeAll(async () => {
  world = await openWorld();
  for (const status of COLUMNS) {
    await world.bookIn(status, DAY, { paid_cents: status === 'ready' ? 9000 : 1000 });
    await world.bookIn(status, DAY, { tech_id: world.techIds[0], service_codes: ['OIL', 'BRAKES'] });
  }
  for (const status of ['scheduled', 'scheduled', 'ready'])
    await world.bookIn(status, LAST, { tech_id: world.techIds[0] });
});
afterAll(() => world.close());

test('all five columns are always there, in their order, with dense positions', async () => {
  const empty = await world.board('date=2150-01-01');
  expect(empty).toEqual({
    date: '2150-01-01',
    time_zone: 'America/Los_Angeles',
    revision: '0',
    columns: Object.fromEntries(COLUMNS.map((status) => [status, { items: [] }])),
    stats: {
      jobsToday: 0,
      onPrem: 0,
      statusCounts: { scheduled: 0, in_progress: 0, ready: 0, completed: 0, no_show: 0 },
    },
  });
  const board = await world.board(`date=${DAY}`);
  for (const one of [empty, board]) expect(Object.keys(one.columns)).toEqual(COLUMNS);
  for (const status of COLUMNS) {
    const { items } = board.columns[status];
    expect(items.map((card: Thing) => [card.status, card.position])).toEqual([
      [status, 0],
      [status, 1],
    ]);
  }
});

test('a card on the board is the appointment as it is read by its id', async () => {
  for (const card of cardsOf(await world.board(`date=${DAY}`))) {
    expect(await world.card(card.id)).toEqual({ ...card, date: DAY });
  }
});

test("the board's stats count its cards", async () => {
  const { stats } = await world.board(`date=${DAY}`);
  expect(stats).toEqual({
    jobsToday: 10,
    onPrem: 4,
    statusCounts: { scheduled: 2, in_progress: 2, ready: 2, completed: 2, no_show: 2 },
  });
});

test('the stats of a date have what is owed, no_show and overpaid left out, and what the completed brought', async () => {
  const stats = await world.stats(`date=${DAY}`);
  const [small, big] = [7900, 7900 + 24900];
  expect(stats).toEqual({
    date: DAY,
    jobsToday: 10,
    onPrem: 4,
    statusCounts: { scheduled: 2, in_progress: 2, ready: 2, completed: 2, no_show: 2 },
    // Four columns owe; in `ready` the small one is overpaid and owes nothing, not less.
    unpaidTotalCents: 3 * (small - 1000) + 0 + 4 * big,
    revenueCents: small + big,
  });
  const range = await world.stats(`from=${DAY}&to=${LAST}`);
  expect(range).toMatchObject({ date: DAY, from: DAY, to: LAST, jobsToday: 13, onPrem: 5, revenueCents: small + big });
  expect(range.unpaidTotalCents).toBe(stats.unpaidTotalCents + 3 * small);
});

test('a board of one technician shows true positions, and its stats count the cards shown', async () => {
  const board = await world.board(`date=${DAY}&tech_id=${world.techIds[0]}`);
  expect(cardsOf(board)).toHaveLength(5);
  for (const card of cardsOf(board)) expect([card.tech_id, card.position]).toEqual([world.techIds[0], 1]);
  expect(board.stats).toMatchObject({ jobsToday: 5, onPrem: 2, statusCounts: { ready: 1 } });
  expect(board.revision).toBe((await world.board(`date=${DAY}`)).revision);
  for (const nobody of [world.techIds[1], 'nobody']) {
    expect((await world.board(`date=${DAY}&tech_id=${nobody}`)).stats.jobsToday).toBe(0);
  }
});

test('a range is ordered by date, then position, with its dates, and its stats count the cards shown', async () => {
  const days = await Promise.all([DAY, NEXT, LAST].map((date) => world.board(`date=${date}`)));
  const range = await world.board(`from=${DAY}&to=${LAST}`);
  expect(range).toMatchObject({ date: DAY, from: DAY, to: LAST, time_zone: 'America/Los_Angeles' });
  for (const status of COLUMNS) {
    expect(range.columns[status].items).toEqual(days.flatMap((day) => day.columns[status].items));
  }
  expect(range.columns.scheduled.items.map(({ position }: Thing) => position)).toEqual([0, 1, 0, 1]);
  expect(range.stats).toMatchObject({ jobsToday: 13, onPrem: 5 });
  const filtered = await world.board(`from=${DAY}&to=${LAST}&tech_id=${world.techIds[0]}`);
  expect(filtered.stats.jobsToday).toBe(8);
  expect(filtered.columns.scheduled.items.map(({ position }: Thing) => position)).toEqual([1, 0, 1]);
  expect(idsOf(await world.board(`from=${DAY}&to=${DAY}`))).toEqual(idsOf(days[0]));
});

test.each([BOARD, STATS])(
  '%s: from and to come together, without date, the right way round, at most 31 days',
  async (path) => {
    const fields = async (query: string) => {
      const answer = await world.api('GET', `${path}?${query}`);
      expect([query, answer.status, answer.body.error?.code]).toEqual([query, 400, 'validation_error']);
      return Object.keys(answer.body.error.details.fields);
    };
    expect(await fields('from=2025-01-01')).toEqual(['to']);
    expect(await fields('to=2025-01-01')).toEqual(['from']);
    expect(await fields('date=2025-01-01&from=2025-01-01&to=2025-01-02')).toEqual(['date']);
    expect(await fields('from=2025-01-02&to=2025-01-01')).toEqual(['to']);
    expect(await fields('from=2025-01-01&to=2025-02-01')).toEqual(['to']);
    expect(await fields('date=2025-02-29')).toEqual(['date']);
    expect(await fields('date=20250220')).toEqual(['date']);
    expect((await world.api('GET', `${path}?from=2025-01-01&to=2025-01-31`)).status).toBe(200);
    // Also over a change of the clock, where 31 days are an hour more or less.
    expect((await world.api('GET', `${path}?from=2025-10-15&to=2025-11-14&surprise=1`)).status).toBe(200);
    expect(await fields('from=2025-03-01&to=2025-04-01')).toEqual(['to']);
  },
);

test('the revision of a range changes if and only if something in it changed', async () => {
  const [a, b, c] = ['2026-03-01', '2026-03-02', '2026-03-03'] as const;
  const revision = async () => (await world.board(`from=${a}&to=${b}`)).revision;
  const seen = [await revision()];
  const card = await world.book(a);
  seen.push(await revision());
  const other = await world.book(b);
  seen.push(await revision());
  await world.book(c);
  expect(await revision()).toBe(seen.at(-1));
  await world.reorder(card, 0);
  expect(await revision()).toBe(seen.at(-1));
  await world.move(card, 'in_progress');
  seen.push(await revision());
  await world.move(other, 'no_show');
  seen.push(await revision());
  expect(new Set(seen).size).toBe(seen.length);
});

test('a revision starts at "0" and grows by exactly 1 with every kind of change', async () => {
  const date = '2026-04-01';
  expect(await world.revision(date)).toBe(0);
  const card = await world.book(date);
  await world.book(date);
  const steps = [
    () => world.move({ id: card.id, version: 1 }, 'in_progress'),
    () => world.move({ id: card.id, version: 2 }, 'scheduled'),
    () => world.reorder({ id: card.id, version: 3 }, 0),
    () => world.patch({ id: card.id, version: 4 }, { notes: 'n' }),
    () => world.undo({ id: card.id, version: 5 }),
    () => world.cancel({ id: card.id, version: 6 }),
    () => world.undo({ id: card.id, version: 7 }),
  ];
  expect(await world.revision(date)).toBe(2);
  for (const [i, step] of steps.entries()) {
    expect((await step()).data.revision).toBe(String(3 + i));
    expect(await world.revision(date)).toBe(3 + i);
  }
});

test.each(['', 'W/'])(
  'If-None-Match answers 304 for the tag itself, weak or not, in a list and for * (%s)',
  async (weak) => {
    for (const path of [`${BOARD}?date=${DAY}`, `${STATS}?date=${DAY}`, `${BOARD}?from=${DAY}&to=${LAST}`]) {
      const etag = (await world.api('GET', path)).headers.get('etag') as string;
      const status = async (tag: string) => (await world.api('GET', path, undefined, { 'if-none-match': tag })).status;
      expect(await status(weak + etag)).toBe(304);
      expect(await status(`"other", ${weak}${etag} ,W/"more"`)).toBe(304);
      expect(await status('*')).toBe(304);
      expect(await status(`"other", ${weak}"more"`)).toBe(200);
      expect(await status(etag.slice(0, -2))).toBe(200);
    }
  },
);

test('a tag changes exactly with the revision, and the same tag stands for the same bytes on every server of the database', async () => {
  const date = '2026-05-01';
  const other = await world.another();
  const urls = [`${BOARD}?date=${date}`, `${STATS}?date=${date}`, `${BOARD}?from=${date}&to=2026-05-03`];
  urls.push(`${BOARD}?date=${date}&tech_id=${world.techIds[0]}`, `${STATS}?from=${date}&to=2026-05-03`);
  // A range of one date says more than the date: its dates.
  urls.push(`${BOARD}?from=${date}&to=${date}`, `${STATS}?from=${date}&to=${date}`);
  const known = new Map<string, string>();
  const look = async () => {
    const tags: string[] = [];
    for (const path of urls) {
      for (const url of [world.url, other.url]) {
        const response = await fetch(url + path);
        const [etag, text] = [response.headers.get('etag') as string, await response.text()];
        expect(known.get(etag) ?? text, path).toBe(text);
        known.set(etag, text);
        tags.push(etag);
      }
    }
    expect(new Set(tags).size).toBe(urls.length);
    return tags;
  };
  const card = await world.book(date, { tech_id: world.techIds[0], service_codes: ['BRAKES', 'OIL'] });
  const first = await look();
  await world.reorder(card, 0);
  await world.book('2026-05-09');
  expect(await look()).toEqual(first);
  await other.api('POST', `/api/admin/appointments/${card.id}/move`, {
    new_status: 'in_progress',
    expected_version: 1,
  });
  const second = await look();
  for (const [i, tag] of second.entries()) expect(tag).not.toBe(first[i]);
  await world.undo({ id: card.id, version: 2 });
  expect(new Set([...first, ...second, ...(await look())]).size).toBe(3 * urls.length);
});

test.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago'])(
  "without a date it is today in the shop's zone: %s",
  async (zone) => {
    const shop = await openWorld({ SHOP_TIME_ZONE: zone });
    try {
      // Never the same day: these two are 25 hours apart.
      const today = dateInZone(new Date(), zone);
      const now = new Date();
      const card = await shop.book(today, {
        appt_start: now.toISOString(),
        appt_end: new Date(now.getTime() + 60_000).toISOString(),
      });
      const board = await shop.board('');
      expect([board.date, board.time_zone]).toEqual([dateInZone(now, zone), zone]);
      expect(idsOf(board)).toEqual([card.id]);
      expect(await shop.stats('')).toMatchObject({ date: board.date, jobsToday: 1 });
      const utc = now.toISOString().slice(0, 10);
      const elsewhere = zone === 'Pacific/Kiritimati' ? now.getUTCHours() >= 10 : now.getUTCHours() < 11;
      expect(board.date !== utc).toBe(elsewhere);
    } finally {
      await shop.close();
    }
  },
);

test.each([
  // The last millisecond of a date and the first of the next, before, on and after the days on which the clock changes.
  ['2025-03-09T07:59:59.999Z', '2025-03-08'],
  ['2025-03-09T08:00:00.000Z', '2025-03-09'],
  ['2025-03-10T06:59:59.999Z', '2025-03-09'],
  ['2025-03-10T07:00:00.000Z', '2025-03-10'],
  ['2025-11-02T06:59:59.999Z', '2025-11-01'],
  ['2025-11-02T07:00:00.000Z', '2025-11-02'],
  ['2025-11-03T07:59:59.999Z', '2025-11-02'],
  ['2025-11-03T08:00:00.000Z', '2025-11-03'],
  // Both of the hours that are called 01:30 on that day.
  ['2025-11-02T01:30:00-07:00', '2025-11-02'],
  ['2025-11-02T01:30:00-08:00', '2025-11-02'],
])('a start at %s is on the board of %s, in the zone of the shop', async (start, date) => {
  const appt_end = new Date(Date.parse(start) + 3_600_000).toISOString();
  const card = await world.book(date, { appt_start: start, appt_end });
  expect(card).toMatchObject({ date, appt_start: new Date(start).toISOString() });
  expect(idsOf(await world.board(`date=${date}`))).toContain(card.id);
});

test('a job over midnight is on the board of its start alone', async () => {
  const card = await world.book('2025-06-10', {
    appt_start: '2025-06-10T22:00:00-07:00',
    appt_end: '2025-06-12T02:00:00-07:00',
  });
  expect(card.date).toBe('2025-06-10');
  expect(idsOf(await world.board('from=2025-06-11&to=2025-06-12'))).not.toContain(card.id);
});

test('a renamed customer, a changed vehicle and a renamed technician raise the revision of exactly the boards that show them', async () => {
  const send = async (method: string, noun: string, body: object) =>
    (await world.api(method, `/api/admin/${noun}`, body)).data;
  const customer = await send('POST', 'customers', { name: 'Before' });
  const vehicle = await send('POST', 'vehicles', { customer_id: customer.id, make: 'Kia', model: 'Rio' });
  const tech = await send('POST', 'technicians', { name: 'Before' });
  const [one, two, three, four] = ['2026-06-01', '2026-06-02', '2026-06-03', '2026-06-04'];
  const hers = { customer_id: customer.id, vehicle_id: vehicle.id };
  const shown = await world.book(one, hers);
  await world.book(one, hers);
  await world.book(two, { tech_id: tech.id });
  await world.book(three);
  await world.cancel(await world.book(four, { ...hers, tech_id: tech.id }));
  const revisions = () => Promise.all([one, two, three, four].map((date) => world.revision(date)));
  expect(await revisions()).toEqual([2, 1, 1, 2]);
  await send('PATCH', `customers/${customer.id}`, { name: 'After' });
  expect(await revisions()).toEqual([3, 1, 1, 2]);
  await send('PATCH', `vehicles/${vehicle.id}`, { model: 'Ceed', year: 2022 });
  expect(await revisions()).toEqual([4, 1, 1, 2]);
  await send('PATCH', `technicians/${tech.id}`, { name: 'After' });
  expect(await revisions()).toEqual([4, 2, 1, 2]);
  await send('PATCH', `customers/${customer.id}`, { name: 'After', notes: 'not on a card' });
  await send('PATCH', `technicians/${tech.id}`, { color: '#112233' });
  expect(await revisions()).toEqual([4, 2, 1, 2]);
  const { date: _, ...card } = await world.card(shown.id);
  expect(card).toMatchObject({ version: 1, customer_name: 'After', vehicle_info: '2022 Kia Ceed' });
  expect(cardsOf(await world.board(`date=${one}`))).toContainEqual(card);
});

test('a read after an acknowledged change on another server is never older than that change', async () => {
  const date = '2026-07-01';
  const other = await world.another();
  const cards = await Promise.all([1, 2, 3, 4].map(() => world.book(date)));
  let newest = 0;
  // Each card goes to and fro, half of the moves on each server; every answer is followed by a read on the other one.
  const work = async (card: Thing, i: number) => {
    let version = 1;
    for (let step = 0; step < 60; step += 1) {
      const [mine, theirs] = (step + i) % 2 ? [world.api, other.api] : [other.api, world.api];
      const new_status = step % 2 ? 'scheduled' : 'in_progress';
      const moved = await mine('POST', `/api/admin/appointments/${card.id}/move`, {
        new_status,
        expected_version: version,
      });
      version = moved.data.version;
      const floor = Math.max(newest, Number(moved.data.revision));
      newest = floor;
      const board = (await theirs('GET', `${BOARD}?date=${date}`)).data;
      expect(Number(board.revision)).toBeGreaterThanOrEqual(floor);
      const found = board.columns[new_status].items.find(({ id }: Thing) => id === card.id);
      expect(found?.version).toBe(version);
      const positions = COLUMNS.flatMap((status) =>
        board.columns[status].items.map((it: Thing, at: number) => it.position - at),
      );
      expect(positions.every((difference) => difference === 0)).toBe(true);
      expect(idsOf(board).toSorted()).toEqual(cards.map(({ id }) => id).toSorted());
    }
  };
  await Promise.all(cards.map(work));
  expect(await world.revision(date)).toBe(4 + 240);
});
