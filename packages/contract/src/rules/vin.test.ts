import { expect, test } from 'vitest';
import { hasValidCheckDigit } from './vin.ts';

// The example of 49 CFR 565.15, known ones, and each with a digit changed.
test.each([
  ['1M8GDM9AXKP042788', true],
  ['11111111111111111', true],
  ['1HGCM82633A004352', true],
  ['5GZCZ43D13S812715', true],
  ['1M8GDM9A0KP042788', false],
  ['1HGCM82633A004353', false],
])('the check digit of %s is right: %s', (vin, right) => {
  expect(hasValidCheckDigit(vin)).toBe(right);
});
