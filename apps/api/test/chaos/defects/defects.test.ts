import { readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { applyChange, pathOf } from '../defect.ts';
import { DEFECTS } from './defects.ts';
import { faultsOf, tryDefect, tryUnchanged } from './run-defects.ts';

// All of them, with three seeds and the unchanged build beside them: npm run defects. Here a few that take little time, one
// for each way in which a bug is revealed: commands that share a transaction, and a COMMIT whose answer is lost.
const HERE = ['one refused command rolls back the others of its transaction', 'it answers before COMMIT'];

test('every deliberate bug still fits the code, and no two have one name', () => {
  for (const { changes } of DEFECTS) {
    for (const [path, list] of Map.groupBy(changes, pathOf)) list.reduce(applyChange, readFileSync(path, 'utf8'));
  }
  expect(new Set(DEFECTS.map(({ name }) => name)).size).toBe(DEFECTS.length);
  expect(DEFECTS.length).toBeGreaterThanOrEqual(20);
});

test.each(DEFECTS.filter(({ name }) => HERE.includes(name)))(
  'the bug that $name is caught, and without it all is well',
  { timeout: 180_000 },
  async (defect) => {
    const clusterUrl = inject('testClusterUrl');
    const { isCaught, trials } = await tryDefect(clusterUrl, defect);
    expect(isCaught, JSON.stringify(trials)).toBe(true);
    const unchanged = await tryUnchanged(clusterUrl, defect.by, [1]);
    expect(faultsOf(unchanged)).toEqual([]);
  },
);
