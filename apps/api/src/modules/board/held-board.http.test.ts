import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/contract/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('moves on other boards get through while somebody holds the lock of one, and that one once it is free', async () => {
  const dates = Array.from({ length: 10 }, (_, i) => `2027-04-${10 + i}`);
  const cards = await Promise.all(dates.map((date) => world.book(date)));
  await world.sql('begin');
  await world.sql('select 1 from boards where date = $1 for update', [dates[5]]);
  const moveAll = async (to: string, onAnswer: () => void) => {
    const answers = await Promise.all(cards.map((card) => world.move(card, to).finally(onAnswer)));
    for (const [i, card] of cards.entries()) if (answers[i]?.status === 200) card.version = answers[i].data.version;
    return answers.map(({ status }) => status);
  };
  const alone = dates.map((_, i) => (i === 5 ? 503 : 200));
  const before = performance.now();
  const waited: number[] = [];
  expect(await moveAll('in_progress', () => waited.push(performance.now() - before))).toEqual(alone);
  // The others wait for it once, for the 2.5 s after which PostgreSQL gives up on a lock, and not twice.
  expect(waited.filter((ms) => ms < 4_000).length).toBeGreaterThanOrEqual(9);
  const began = performance.now();
  const others = cards.filter((_, i) => i !== 5);
  const held = world.move(cards[5], 'in_progress');
  const answers = await Promise.all(others.map((card) => world.move(card, 'ready')));
  expect(answers.map(({ status }) => status)).toEqual(others.map(() => 200));
  // Now it is known to be held, and nobody waits for it.
  expect(performance.now() - began).toBeLessThan(2_000);
  await world.sql('rollback');
  expect((await held).status).toBe(200);
});
