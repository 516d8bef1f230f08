import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { APPOINTMENTS, newAppointment, openWorld, type Thing, type World } from '../../../test/contract/world.ts';
import { caller } from '../../../test/serve.ts';

// On a disk on which a commit takes longer than a lock is waited for at a time, a board looks as if somebody held it. Nobody does.

const COMMIT_MS = 600;
const DATE = '2044-01-01';

let world: World;
let elsewhere: Awaited<ReturnType<World['another']>>;
beforeAll(async () => {
  world = await openWorld();
  elsewhere = await world.another();
});
afterAll(() => world.close());

const cards: Thing[] = [];

/** Moves of cards and a booking or two, through the servers in turn, for some seconds; answers how they ended. */
async function work(servers: { url: string }[]): Promise<Set<number>> {
  const apis = servers.map(({ url }) => caller(url));
  const send = (i: number, path: string, body: object) =>
    (apis[i % apis.length] as (typeof apis)[0])('POST', path, body, { 'idempotency-key': randomUUID() });
  const statuses = new Set<number>();
  const until = performance.now() + 4_000;
  const mover = async (card: Thing, i: number) => {
    while (performance.now() < until) {
      const new_status = card.version % 2 === 1 ? 'in_progress' : 'scheduled';
      const answer = await send(i, `${APPOINTMENTS}/${card.id}/move`, { new_status, expected_version: card.version });
      statuses.add(answer.status);
      if (answer.status === 200) card.version = answer.data.version;
    }
  };
  const booker = async () => {
    while (performance.now() < until) statuses.add((await send(0, APPOINTMENTS, newAppointment(world, DATE))).status);
  };
  await Promise.all([...cards.map(mover), booker()]);
  return statuses;
}

test('a slow disk sends nobody away, neither through one server nor through two', async () => {
  while (cards.length < 40) cards.push(await world.book(DATE));
  await world.sql(`
    create function commit_slowly() returns trigger language plpgsql as $$
      begin perform pg_sleep(${COMMIT_MS / 1_000}); return null; end $$;
    create constraint trigger slow after insert or update on boards deferrable initially deferred
      for each row execute function commit_slowly()`);
  for (const servers of [[world], [world, elsewhere]]) expect(await work(servers)).toEqual(new Set([200, 201]));
}, 30_000);
