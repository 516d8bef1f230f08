import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../../../model/finding.ts';
import type { Answer } from '../../../serve.ts';
import type { Workload } from '../workload.ts';
import { dateOf, Scene, type SceneCard } from './scene.ts';

const [ROUNDS, CARDS, HELD_MS] = [3, 8, 40];

/** Two servers change one board at the same moment: every revision is given once, and no change overwrites another. */
export const twoServers: Workload = async (rig, seed) => {
  const database = await rig.database();
  const { proxy, url } = await rig.proxy(database);
  const [slow, quick] = await Promise.all([rig.server(url), rig.server(database)]);
  const scene = await Scene.furnish(slow.api);
  proxy.onCommit = async () => {
    await delay(HELD_MS);
    return 'pass';
  };
  const findings: Finding[] = [];
  const wrong = (check: Finding['check'], message: string) => findings.push({ check, message, slice: [] });
  for (let round = 0; round < ROUNDS; round += 1) {
    const date = dateOf(seed, round);
    const cards: SceneCard[] = [];
    for (let i = 0; i < CARDS; i += 1) cards.push(await scene.at(quick.api).book(date));
    const sides = [scene, scene.at(quick.api)];
    const answers = await Promise.all(cards.map((card, i) => (sides[i % 2] as Scene).move(card, 'in_progress')));
    const revisions = answers.flatMap((answer: Answer) => (answer.status === 200 ? answer.data.revision : []));
    if (new Set(revisions).size !== revisions.length) wrong('I7', `revisions were given to ${revisions.join(', ')}`);
    for (const [i, answer] of answers.entries()) {
      const { id } = cards[i] as SceneCard;
      const events = (await scene.history(id)).length;
      if (answer.status === 200 && events !== 2)
        wrong('I1', `the move of card ${id} was acknowledged, it has ${events} events`);
    }
    const shown = (await scene.at(quick.api).board(date)).columns.in_progress.items.length;
    if (shown !== revisions.length)
      wrong('I1', `${revisions.length} moves were acknowledged, the board shows ${shown}`);
  }
  return findings;
};
