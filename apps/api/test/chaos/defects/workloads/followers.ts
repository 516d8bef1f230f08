import fc from 'fast-check';
import { followSteps, rounds } from '../../../model/follow-steps.ts';
import { callers, furnishShop } from '../../../model/open-front.ts';
import type { Workload } from '../workload.ts';
import { dateOf } from './scene.ts';

const ROUNDS = 15;

/** Those who listen and those who poll, through broken connections, while two servers write several changes at once. */
export const followers: Workload = async (rig, seed) => {
  const database = await rig.database();
  const urls = (await Promise.all([rig.server(database), rig.server(database)])).map(({ url }) => url);
  const apis = callers(urls);
  const ids = await furnishShop(apis[0] as (typeof apis)[0]);
  const [list = []] = fc.sample(rounds(ROUNDS, ROUNDS), { seed, numRuns: 1 });
  return followSteps(urls, apis, ids, [dateOf(seed, 0), dateOf(seed, 1)], list);
};
