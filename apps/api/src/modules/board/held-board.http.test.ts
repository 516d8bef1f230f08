import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { APPOINTMENTS, newAppointment, openWorld, type Thing, type World } from '../../../test/contract/world.ts';
import { type Answer, caller } from '../../../test/serve.ts';

// A board is held by whoever has its row locked and does not let go: a program that somebody wrote, a forgotten psql.

let world: World;
beforeAll(async () => {
  world = await openWorld({ DATABASE_POOL_SIZE: '10' });
});
const holders: Client[] = [];
afterAll(async () => {
  for (const holder of holders) await holder.end();
  await world.close();
});

/** Days that no other test uses. */
let months = 0;
function newDates(count: number): string[] {
  months += 1;
  const month = String(months).padStart(2, '0');
  return Array.from({ length: count }, (_, i) => `2027-${month}-${10 + i}`);
}

/** Holds boards until it is let go; answers how. */
async function hold(dates: string[]): Promise<() => Promise<void>> {
  const holder = new Client({ connectionString: world.databaseUrl });
  holders.push(holder);
  await holder.connect();
  await holder.query('begin');
  await holder.query('select 1 from boards where date = any ($1) for update', [dates]);
  return async () => void (await holder.query('rollback'));
}

/** What is asked for, and how many milliseconds it took. */
async function timed(asked: Promise<Answer>): Promise<{ status: number; ms: number; answer: Answer }> {
  const began = performance.now();
  const answer = await asked;
  return { status: answer.status, ms: performance.now() - began, answer };
}

/** Moves of a card, one after the other, for so long; answers how long each took. */
async function workOn(card: Thing, forMs: number): Promise<number[]> {
  const took: number[] = [];
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    const to = took.length % 2 === 0 ? 'in_progress' : 'scheduled';
    const { ms, status, answer } = await timed(world.move(card, to));
    expect(status).toBe(200);
    card.version = answer.data.version;
    took.push(ms);
  }
  return took;
}

test('moves on other boards never wait for boards that somebody holds, from the first on', async () => {
  const dates = newDates(9);
  const cards = await Promise.all(dates.map((date) => world.book(date)));
  const letGo = await hold(dates.slice(0, 3));
  const moveHeld = () => Promise.all(cards.slice(0, 3).map((card) => world.move(card, 'in_progress')));
  const working = Promise.all(cards.slice(3).map((card) => workOn(card, 6_000)));
  // Twice, each for the 2.5 s after which PostgreSQL gives up on a lock.
  for (let i = 0; i < 2; i += 1) expect((await moveHeld()).map(({ status }) => status)).toEqual([503, 503, 503]);
  const took = (await working).flat();
  expect(took.length).toBeGreaterThan(100);
  expect(Math.max(...took)).toBeLessThan(500);
  await letGo();
  expect((await moveHeld()).map(({ status }) => status)).toEqual([200, 200, 200]);
});

test('bookings, changes, undos and cancellations on other boards do not wait for those of held ones', async () => {
  const dates = newDates(5);
  const cards = await Promise.all(dates.map((date) => world.book(date)));
  const letGo = await hold(dates.slice(0, 3));
  const heldDates = dates.slice(0, 3);
  const kept = [...heldDates, ...heldDates].flatMap((date, i) => [
    world.api('POST', APPOINTMENTS, newAppointment(world, date)),
    world.patch(cards[i % 3], { notes: 'held' }),
    world.undo(cards[i % 3]),
    world.cancel(cards[i % 3]),
    // From a board that is not held to one that is.
    world.patch(cards[4], { appt_start: `${date}T15:00:00Z`, appt_end: `${date}T16:00:00Z` }),
  ]);
  const free = cards[3];
  for (let i = 0; i < 5; i += 1) {
    const booked = await timed(world.api('POST', APPOINTMENTS, newAppointment(world, dates[3] as string)));
    expect([booked.status, booked.ms < 500]).toEqual([201, true]);
    const patched = await timed(world.patch(free, { notes: `not held ${i}` }));
    expect([patched.status, patched.ms < 500]).toEqual([200, true]);
    const undone = await timed(world.undo({ id: free.id, version: patched.answer.data.version }));
    expect([undone.status, undone.ms < 500]).toEqual([200, true]);
    free.version = undone.answer.data.version;
  }
  const gone = await timed(world.cancel(free));
  expect([gone.status, gone.ms < 500]).toEqual([200, true]);
  await letGo();
  for (const { status } of await Promise.all(kept)) expect([200, 201, 409, 404, 422, 503]).toContain(status);
});

test('however many come for a held board, changes of other boards are let in and answered', async () => {
  const dates = newDates(4);
  const cards = await Promise.all(dates.map((date) => world.book(date)));
  const letGo = await hold(dates.slice(0, 1));
  // None of what they ask for can be done later: it names a version that is not there.
  const path = `${APPOINTMENTS}/${cards[0].id}`;
  // Past the checks of every answer's schema, which would keep this machine busy for seconds.
  const api = caller(world.url);
  const until = performance.now() + 6_000;
  const statuses = new Set<number>();
  const callers = Array.from({ length: 300 }, async (_, i) => {
    while (performance.now() < until) {
      const { status, body } = await (i % 5 === 0
        ? api('PATCH', path, { notes: 'held', expected_version: 9 })
        : api('POST', `${path}/move`, { new_status: 'in_progress', expected_version: 9 }));
      statuses.add(status);
      // As told, and as the client does.
      await sleep(body.error.details.retry_after_ms);
    }
  });
  // In the moment in which they all come, before those beyond are sent away, there may be no room for anybody; nor where this
  // machine has too much to do. Who is refused comes again, as the client does, and is not refused for long.
  const took: number[] = [];
  let refused = 0;
  const work = async (card: Thing) => {
    while (performance.now() < until) {
      const { ms, status, answer } = await timed(
        world.move(card, card.version % 2 === 1 ? 'in_progress' : 'scheduled'),
      );
      expect([200, 503]).toContain(status);
      if (status === 503) refused += 1;
      else {
        card.version = answer.data.version;
        took.push(ms);
      }
      await sleep(200);
    }
  };
  await Promise.all(cards.slice(1).map(work));
  expect(took.length).toBeGreaterThan(20);
  expect(refused).toBeLessThan(took.length / 4);
  // None waits for a lock of 2.5 s; three hundred connections that begin at once take some time.
  expect(Math.max(...took)).toBeLessThan(2_000);
  expect([...statuses]).toEqual([503]);
  await letGo();
  await Promise.all(callers);
  expect((await world.move(cards[0], 'in_progress')).status).toBe(200);
}, 20_000);
