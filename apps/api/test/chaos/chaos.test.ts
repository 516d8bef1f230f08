import { describeViolation } from '@edgar-auto-shop/testing';
import { expect, test } from 'vitest';
import { tellFigures } from './report/tell-figures.ts';
import { runChaos } from './run-chaos.ts';

// A run of its own choices can be had again with CHAOS_SEED, though not its exact timing.
const seed = Number(process.env.CHAOS_SEED ?? Math.floor(Math.random() * 2 ** 32));
const atLeast = { acknowledged: 1_000, cut: 20 };

test('no change is lost or doubled, no board torn or old, while server and database are killed -9 twice', {
  timeout: 110_000,
}, async () => {
  const plan = { servers: 1, faults: ['kill-all' as const], mostFaults: 2, judgesTimes: false };
  const result = await runChaos({ seed, seconds: 20, atLeast, ...plan });
  const { figures, violations, surprises, faults } = result;
  console.log(`seed ${seed}: ${tellFigures(figures)}`);
  const context = `CHAOS_SEED=${seed}\n${result.serverOutput}`;
  expect(violations.slice(0, 5).map(describeViolation), context).toEqual([]);
  expect(surprises.slice(0, 5), context).toEqual([]);
  expect(faults).toEqual({ 'kill-all': 2 });
  expect(figures.acknowledged).toBeGreaterThanOrEqual(atLeast.acknowledged);
  expect(figures.repeated).toBeGreaterThanOrEqual(50);
  expect(figures.cut).toBeGreaterThanOrEqual(atLeast.cut);
  expect(figures.cutSettled).toBe(figures.cut);
  expect(figures.looks).toBeGreaterThanOrEqual(500);
});
