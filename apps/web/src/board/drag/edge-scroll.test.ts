import { expect, test } from 'vitest';
import { edgePull } from './edge-scroll.ts';

test.each([
  [100, -1],
  [60, -1],
  [148, -0.5],
  [400, 0],
  [852, 0.5],
  [900, 1],
  [950, 1],
])('a card at %i pulls a column between 100 and 900 by %d', (y, pull) => {
  expect(edgePull(y, 100, 900)).toBe(pull);
});

test('a low column keeps a middle in which a card rests', () => {
  expect(edgePull(50, 0, 100)).toBe(0);
  expect(edgePull(100, 0, 100)).toBe(1);
});
