import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromWallClock, isSkipped, toWallClock } from './wall-clock.ts';

const ZONE = 'America/Los_Angeles';

describe('the shop’s clock', () => {
  test.each([
    ['2025-09-20', '08:30', '2025-09-20T15:30:00.000Z'],
    ['2026-01-12', '08:30', '2026-01-12T16:30:00.000Z'],
    ['2026-01-12', '00:00', '2026-01-12T08:00:00.000Z'],
    // The hour that comes twice in the night of 2 November 2025: the first of them.
    ['2025-11-02', '01:30', '2025-11-02T08:30:00.000Z'],
    ['2025-11-02', '02:00', '2025-11-02T10:00:00.000Z'],
    // The hour that the night of 8 March 2026 leaves out: as much later.
    ['2026-03-08', '02:30', '2026-03-08T10:30:00.000Z'],
    ['2026-03-08', '03:00', '2026-03-08T10:00:00.000Z'],
  ])('%s %s is %s', (date, time, instant) => {
    expect(fromWallClock({ date, time }, ZONE)).toBe(instant);
  });

  test.each([
    ['2027-03-14', '02:00', ZONE, true],
    ['2027-03-14', '02:59', ZONE, true],
    ['2027-03-14', '01:59', ZONE, false],
    ['2027-03-14', '03:00', ZONE, false],
    ['2027-03-15', '02:30', ZONE, false],
    // The hour that comes twice is there.
    ['2027-11-07', '01:30', ZONE, false],
    // Half an hour only, and at midnight: the clocks of other shops.
    ['2026-10-04', '02:15', 'Australia/Lord_Howe', true],
    ['2026-10-04', '02:30', 'Australia/Lord_Howe', false],
    ['2026-09-06', '00:30', 'America/Santiago', true],
    ['', '02:30', ZONE, false],
  ])('%s %s in %s is left out: %s', (date, time, zone, skipped) => {
    expect(isSkipped({ date, time }, zone)).toBe(skipped);
  });

  test('what is not complete is no time', () => {
    expect(fromWallClock({ date: '', time: '08:30' }, ZONE)).toBeUndefined();
    expect(fromWallClock({ date: '2026-01-12', time: '' }, ZONE)).toBeUndefined();
    expect(fromWallClock({ date: '2026-13-40', time: '08:30' }, ZONE)).toBeUndefined();
  });

  test('read and set again, it shows the same in every zone', () => {
    const minute = fc.integer({ min: 25_000_000, max: 32_000_000 }).map((n) => n * 60_000);
    const zone = fc.constantFrom(
      ZONE,
      'America/New_York',
      'Europe/Berlin',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'UTC',
    );
    fc.assert(
      fc.property(minute, zone, (instant, timeZone) => {
        const wall = toWallClock(instant, timeZone);
        const again = fromWallClock(wall, timeZone);
        expect(again && toWallClock(again, timeZone)).toEqual(wall);
      }),
    );
  });
});
