import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromWallClock, toWallClock } from './wall-clock.ts';

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
