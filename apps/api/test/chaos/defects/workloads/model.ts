import fc from 'fast-check';
import { callers, furnishShop } from '../../../model/open-front.ts';
import { playSteps } from '../../../model/play-steps.ts';
import { stepOn } from '../../../model/steps.ts';
import type { Workload } from '../workload.ts';
import { dateOf } from './scene.ts';

const STEPS = 80;

/** Random commands one after the other, on two servers in turn, against the model of a few arrays. */
export const model: Workload = async (rig, seed) => {
  const database = await rig.database();
  const urls = (await Promise.all([rig.server(database), rig.server(database)])).map(({ url }) => url);
  const apis = callers(urls);
  const ids = await furnishShop(apis[0] as (typeof apis)[0]);
  const [steps = []] = fc.sample(fc.array(stepOn(3), { minLength: STEPS, maxLength: STEPS }), { seed, numRuns: 1 });
  const dates = [0, 1, 2].map((day) => dateOf(seed, day));
  return playSteps(apis, ids, dates, steps);
};
