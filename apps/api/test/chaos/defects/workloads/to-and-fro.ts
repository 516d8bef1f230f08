import type { Workload } from '../workload.ts';
import { dateOf, Scene } from './scene.ts';

/** A car that came and is sent back to be scheduled anew has not come. */
export const toAndFro: Workload = async (rig, seed) => {
  const { api } = await rig.server(await rig.database());
  const scene = await Scene.furnish(api);
  const date = dateOf(seed, 0);
  const card = await scene.book(date);
  card.version = (await scene.move(card, 'in_progress')).data.version;
  await scene.move(card, 'scheduled');
  const [back] = (await scene.board(date)).columns.scheduled.items;
  const message = `a card that is scheduled again came at ${back.check_in_at}`;
  return back.check_in_at === null ? [] : [{ check: 'contract', message, slice: [] }];
};
