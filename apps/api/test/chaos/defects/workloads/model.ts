import fc from 'fast-check';
import { callers, furnishShop } from '../../../model/open-front.ts';
import { playSteps } from '../../../model/play-steps.ts';
import { stepOn } from '../../../model/steps.ts';
import type { Workload } from '../workloads.ts';
import { dateOf } from './scene.ts';

const [RUNS, STEPS] = [2, 60];

/** Random commands one after the other, on two servers in turn, against the model of a few arrays. */
export const model: Workload = async (rig, seed) => {
  const database = await rig.database();
  const urls = (await Promise.all([rig.server(database), rig.server(database)])).map(({ url }) => url);
  const apis = callers(urls);
  const ids = await furnishShop(apis[0] as (typeof apis)[0]);
  const many = fc.array(stepOn(3), { minLength: STEPS, maxLength: STEPS });
  for (const [run, steps] of fc.sample(many, { seed, numRuns: RUNS }).entries()) {
    const dates = [0, 1, 2].map((day) => dateOf(seed, run * 6 + day));
    const findings = await playSteps(apis, ids, dates, steps);
    if (findings.length > 0) return findings;
  }
  return [];
};
