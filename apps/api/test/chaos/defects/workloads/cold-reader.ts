import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../../../model/finding.ts';
import type { Workload } from '../workloads.ts';
import { dateOf, Scene, type SceneCard } from './scene.ts';

const DATES = 3;
/** More than a gap between two ranks has room for. */
const INTO_ONE_GAP = 26;

/** One server writes; another, which never saw the board, reads it from the database: that is all a crash would leave. */
export const coldReader: Workload = async (rig, seed) => {
  const database = await rig.database();
  const writer = await rig.server(database);
  const reader = await rig.server(database);
  const scene = await Scene.furnish(writer.api);
  const cold = scene.at(reader.api);
  const findings: Finding[] = [];
  for (let day = 0; day < DATES; day += 1) {
    const date = dateOf(seed, day);
    const cards: SceneCard[] = [];
    for (let i = 0; i < 5; i += 1) cards.push(await scene.book(date));
    // On one date into the same place again and again, until its ranks must be dealt anew.
    for (let i = 0; i < (day === 0 ? INTO_ONE_GAP : 2); i += 1) {
      const card = cards[i % 2 === 0 ? 4 : 3] as SceneCard;
      card.version = (await scene.reorder(card, 1)).data.version;
    }
    const last = cards[2] as SceneCard;
    const answer = (await scene.move(last, 'in_progress')).data;
    const board = await cold.board(date);
    const told = (await scene.board(date)).columns.scheduled.items.map(({ id }: SceneCard) => id);
    const read = board.columns.scheduled.items.map(({ id }: SceneCard) => id);
    const events = await cold.history(last.id);
    const wrong = (check: Finding['check'], message: string) => findings.push({ check, message, slice: [] });
    if (board.revision !== answer.revision)
      wrong('I7', `another server shows revision ${board.revision}, after ${answer.revision} was acknowledged`);
    if (told.join() !== read.join())
      wrong('I6', `the order that was told is ${told}, the one that was written ${read}`);
    if (events[0]?.version !== answer.version)
      wrong('I2', `version ${answer.version} was acknowledged, the history ends at ${events[0]?.version}`);
    await delay(20);
  }
  return findings;
};
