import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../contract/world.ts';
import type { ShopIds } from './commands.ts';
import { tellFinding } from './finding.ts';
import { type Api, callers, furnishShop } from './open-front.ts';
import { playSteps } from './play-steps.ts';
import { newDates, propertyRuns } from './property-runs.ts';
import { stepOn } from './steps.ts';

// The whole store behind HTTP, two servers on one PostgreSQL, against a model of a few arrays: what every answer says, and
// every few commands all boards, revisions, tags, stats, cards and histories.

let world: World;
let apis: Api[];
let ids: ShopIds;
beforeAll(async () => {
  world = await openWorld();
  apis = callers([world.url, (await world.another()).url]);
  ids = await furnishShop(apis[0] as Api);
});
afterAll(() => world.close());

test('whatever is asked for, on whichever server: boards, versions, revisions and history are those of the model', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(stepOn(3), { minLength: 10, maxLength: 50, size: 'max' }), async (steps) => {
      const findings = await playSteps(apis, ids, newDates(3), steps);
      expect(findings.map(tellFinding)).toEqual([]);
    }),
    propertyRuns(6),
  );
}, 600_000);
