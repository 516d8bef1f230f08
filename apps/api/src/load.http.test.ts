import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../test/contract/world.ts';
import type { Answer } from '../test/serve.ts';

const [WRITES, READS] = [4, 6];
const [HELD, OTHER] = ['2025-09-20', '2025-09-21'];
let world: World;
beforeAll(async () => {
  world = await openWorld({ WRITES_AT_ONCE: String(WRITES), READS_AT_ONCE: String(READS) });
});
afterAll(() => world.close());

const boardOf = (date: string) => `/api/admin/appointments/board?date=${date}`;

/** Runs the work while somebody else keeps what the statement locks. */
async function holding<T>(statement: string, work: () => Promise<T>): Promise<T> {
  const holder = new Client({ connectionString: world.databaseUrl });
  await holder.connect();
  try {
    await holder.query('begin');
    await holder.query(statement);
    return await work();
  } finally {
    await holder.end();
  }
}

/** Waits until so many of the answers are there; all others are kept waiting by the lock. */
async function answered(sent: Promise<Answer>[], count: number): Promise<Answer[]> {
  const there: Answer[] = [];
  for (const one of sent) void one.then((answer) => there.push(answer));
  await expect.poll(() => there.length, { timeout: 2_000, interval: 5 }).toBe(count);
  return there;
}

function expectRefusals(answers: Answer[]): void {
  for (const { status, headers, body } of answers) {
    expect(status).toBe(503);
    expect(body.error.code).toBe('unavailable');
    const wait = body.error.details.retry_after_ms;
    expect(wait).toBeGreaterThanOrEqual(1_000);
    expect(headers.get('retry-after')).toBe(String(Math.ceil(wait / 1_000)));
  }
}

test('changes beyond what can be at work are refused at once and change nothing; the same again is done once, later', async () => {
  const cards = await Promise.all(Array.from({ length: 3 }, () => world.book(HELD)));
  for (let i = 0; i < 7; i += 1) cards.push(await world.book(HELD));
  const keys = cards.map(() => randomUUID());
  const move = (i: number) =>
    world.api(
      'POST',
      `/api/admin/appointments/${cards[i].id}/move`,
      { new_status: 'in_progress', expected_version: 1 },
      { 'idempotency-key': keys[i] as string },
    );
  const before = await world.revision(HELD);
  const sent = await holding(`select from boards where date = '${HELD}' for update`, async () => {
    const all = cards.map((_, i) => move(i));
    expectRefusals(await answered(all, cards.length - WRITES));
    // Whoever only looks, or looks after the server, is served all the while.
    const paths = [boardOf(OTHER), boardOf(HELD), '/healthz', '/readyz'];
    const looks = await Promise.all(paths.map((path) => world.api('GET', path)));
    expect(looks.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(looks[1]?.data.revision).toBe(String(before));
    return all;
  });
  const first = await Promise.all(sent);
  expect(first.filter(({ status }) => status === 200)).toHaveLength(WRITES);
  expect(await world.revision(HELD)).toBe(before + WRITES);
  for (const [i, { status }] of first.entries()) {
    const again = await move(i);
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotent-replayed')).toBe(status === 200 ? 'true' : null);
  }
  expect(await world.revision(HELD)).toBe(before + cards.length);
});

test('reads beyond what can be at work are refused at once, health never, and all is well when it is over', async () => {
  const count = 3 * READS;
  const read = (i: number) => world.api('GET', boardOf(`2025-10-${i + 10}`));
  const sent = await holding('lock table boards in access exclusive mode', async () => {
    const all = Array.from({ length: count }, (_, i) => read(i));
    expectRefusals(await answered(all, count - READS));
    expect((await world.api('GET', '/healthz')).status).toBe(200);
    const metrics = String((await world.api('GET', '/metrics')).body);
    expect(metrics).toContain(`api_reads_at_work ${READS}\n`);
    expect(metrics).toContain(`api_reads_refused ${count - READS}\n`);
    return all;
  });
  expect((await Promise.all(sent)).filter(({ status }) => status === 200)).toHaveLength(READS);
  expect((await read(0)).status).toBe(200);
});
