import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../contract/world.ts';
import type { ShopIds } from './commands.ts';
import { tellFinding } from './finding.ts';
import { followSteps, rounds } from './follow-steps.ts';
import { type Api, callers, furnishShop } from './open-front.ts';
import { newDates, propertyRuns } from './property-runs.ts';

// I9 at every revision and not only in the end: streams that break and resume at another server, and pollers, over two dates
// between which cards go to and fro, while two servers write at once.

let world: World;
let urls: string[];
let apis: Api[];
let ids: ShopIds;
beforeAll(async () => {
  world = await openWorld();
  urls = [world.url, (await world.another()).url];
  apis = callers(urls);
  ids = await furnishShop(apis[0] as Api);
});
afterAll(() => world.close());

test('whoever follows a board holds at every revision what all others hold and read there', async () => {
  await fc.assert(
    fc.asyncProperty(rounds(3, 15), async (list) => {
      const findings = await followSteps(urls, apis, ids, newDates(2), list);
      expect(findings.map(tellFinding)).toEqual([]);
    }),
    propertyRuns(4),
  );
}, 600_000);
