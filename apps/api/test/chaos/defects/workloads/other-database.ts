import { listen } from '../../../listen.ts';
import type { Finding } from '../../../model/finding.ts';
import { BOARD } from '../../../model/open-front.ts';
import type { Workload } from '../workload.ts';
import { dateOf, Scene } from './scene.ts';

/** Behind the same address there is another database all of a sudden, restored or new: the same revisions say other things. */
export const otherDatabase: Workload = async (rig, seed) => {
  const [before, after] = [await rig.server(await rig.database()), await rig.server(await rig.database())];
  const date = dateOf(seed, 0);
  for (const { api } of [before, after]) await (await Scene.furnish(api)).book(date);
  const path = `${BOARD}?date=${date}`;
  const findings: Finding[] = [];
  const wrong = (check: Finding['check'], message: string) => findings.push({ check, message, slice: [] });

  const etag = (await before.api('GET', path)).headers.get('etag') as string;
  const again = await after.api('GET', path, undefined, { 'if-none-match': etag });
  if (again.status !== 200) wrong('I7', `the tag of another database's board was answered ${again.status}`);

  const { id } = (await before.api('GET', `${BOARD}/changes?date=${date}`)).data;
  const changes = (await after.api('GET', `${BOARD}/changes?date=${date}&since=${id}`)).data;
  if (!changes.board) wrong('I9', 'changes goes on from the revision of another database');
  const board = (await before.api('GET', path)).data;
  const one = await listen(after.url, `?date=${date}`, { board, lastId: id });
  await new Promise((resolve) => setTimeout(resolve, 300));
  if (one.heard[0]?.event !== 'board')
    wrong('I9', `a stream goes on from another database with ${one.heard[0]?.event ?? 'nothing'}`);
  one.stop();
  return findings;
};
