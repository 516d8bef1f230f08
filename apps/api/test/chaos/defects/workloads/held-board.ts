import type { Finding } from '../../../model/finding.ts';
import { codeOf } from '../../../model/open-front.ts';
import type { Workload } from '../workload.ts';
import { holdBoard } from './hold-board.ts';
import { dateOf, Scene, type SceneCard } from './scene.ts';

const BOARDS = 10;

/** Somebody holds the lock of one board: moves on all others, asked for at the same moment, get through. */
export const heldBoard: Workload = async (rig, seed) => {
  const database = await rig.database();
  const scene = await Scene.furnish((await rig.server(database)).api);
  const dates = Array.from({ length: BOARDS }, (_, i) => dateOf(seed, i));
  const cards: SceneCard[] = [];
  for (const date of dates) cards.push(await scene.book(date));
  // Not one of the first two: those are on their way before the others come.
  const held = 2 + (seed % (BOARDS - 2));
  const release = await holdBoard(database, dates[held] as string);
  const answers = await Promise.all(cards.map((card) => scene.move(card, 'in_progress')));
  await release();
  return answers.flatMap((answer, i): Finding[] => {
    const message = `the board of ${dates[held]} is held, and a move on that of ${dates[i]} was answered ${codeOf(answer)}`;
    return i === held || codeOf(answer) === 'ok' ? [] : [{ check: 'contract', message, slice: [] }];
  });
};
