import { randomUUID } from 'node:crypto';
import { STATUSES, type Status, TRANSITIONS } from '@edgar-auto-shop/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { APPOINTMENTS, openWorld, type Thing, type World } from '../../../test/contract/world.ts';
import { type Listening, listen } from '../../../test/listen.ts';

// A change of date is one change on two boards. Here many go to and fro at once, through two servers, between moves, reorders and undos of the same
// cards: nobody waits for another for ever, and every card is on one board at a time, in what is read and in what is heard.

const DAYS = ['2025-05-05', '2025-05-06', '2025-05-07'];
const CARDS = 12;
const CALLERS = 16;
const CHANGES_EACH = 30;

let world: World;
let elsewhere: Awaited<ReturnType<World['another']>>;
beforeAll(async () => {
  world = await openWorld();
  elsewhere = await world.another();
});
afterAll(() => world.close());

const any = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;
const below = (n: number) => Math.floor(Math.random() * n);

/** What somebody who sees a card does next. */
function change(card: Thing): [method: string, path: string, body: object] {
  const path = `${APPOINTMENTS}/${card.id}`;
  const expected_version = card.version;
  const kind = Math.random();
  if (kind < 0.5) {
    const hour = `${any(DAYS)}T${14 + below(8)}`;
    return [
      'PATCH',
      path,
      {
        appt_start: `${hour}:00:00Z`,
        appt_end: `${hour}:45:00Z`,
        tech_id: any([null, ...world.techIds]),
        expected_version,
      },
    ];
  }
  if (kind < 0.6) return ['POST', `${path}/undo`, { expected_version }];
  if (kind < 0.75) return ['POST', `${path}/reorder`, { position: below(CARDS), expected_version }];
  const to: Status = any(TRANSITIONS[card.status as Status].length > 0 ? TRANSITIONS[card.status as Status] : STATUSES);
  return ['POST', `${path}/move`, { new_status: to, expected_version }];
}

const idsOn = ({ columns }: Thing): string[] =>
  STATUSES.flatMap((status) => columns[status].items.map(({ id }: Thing) => id));

test('cards that many change the date of at once are on one board each, whoever looks', async () => {
  const servers = [world, elsewhere];
  const made = await Promise.all(Array.from({ length: CARDS }, (_, i) => world.book(any(DAYS), { notes: `job ${i}` })));
  const heard: Listening[] = await Promise.all(
    servers.flatMap(({ url }) => DAYS.map((date) => listen(url, `?date=${date}`))),
  );
  const counts = new Map<string, number>();
  await Promise.all(
    Array.from({ length: CALLERS }, async (_, caller) => {
      const { api } = servers[caller % 2] as World;
      for (let i = 0; i < CHANGES_EACH; i += 1) {
        const { data: card } = await api('GET', `${APPOINTMENTS}/${any(made).id}`);
        const [method, path, body] = change(card);
        const { status, body: answer } = await api(method, path, body, { 'idempotency-key': randomUUID() });
        const told = status === 200 ? 'done' : answer.error.code;
        expect(['done', 'version_conflict', 'invalid_transition', 'not_undoable'], JSON.stringify(answer)).toContain(
          told,
        );
        counts.set(told, (counts.get(told) ?? 0) + 1);
      }
    }),
  );
  expect(counts.get('done')).toBeGreaterThan(CALLERS * CHANGES_EACH * 0.4);

  const boards = await Promise.all(DAYS.map((date) => world.board(`date=${date}`)));
  expect(boards.flatMap(idsOn).toSorted()).toEqual(made.map(({ id }) => id).toSorted());
  for (const one of heard) {
    const board = boards.find(({ date }) => date === one.board.date);
    await one.at(board.revision);
    expect(one.board).toEqual(board);
    const revisions = one.heard.filter(({ event }) => event === 'change').map(({ data }) => Number(data.revision));
    expect(revisions, 'each revision once, in order').toEqual(revisions.map((_, i) => (revisions[0] as number) + i));
    one.stop();
  }
  // Each version is one revision of one board, of two where it changed the date, or of more where others were marked for it.
  const versions = (await Promise.all(made.map(({ id }) => world.history(id)))).map((items) =>
    items.map(({ version }) => version),
  );
  for (const list of versions) expect(list).toEqual(list.map((_, i) => list.length - i));
  const { api } = elsewhere;
  for (const board of boards)
    expect((await api('GET', `${APPOINTMENTS}/board?date=${board.date}`)).data).toEqual(board);
});
