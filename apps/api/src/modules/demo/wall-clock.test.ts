import { dateInZone } from '@edgar-auto-shop/contract';
import { expect, test } from 'vitest';
import { wallClock } from './wall-clock.ts';

const instant = (zone: string, date: string, minute: number) => wallClock(zone).instantAt(date, minute).toISOString();

test.each([
  ['America/Los_Angeles', '2025-09-20', 450, '2025-09-20T14:30:00.000Z'],
  ['America/Los_Angeles', '2025-01-20', 0, '2025-01-20T08:00:00.000Z'],
  ['Asia/Kolkata', '2025-09-20', 450, '2025-09-20T02:00:00.000Z'],
  ['Pacific/Kiritimati', '2025-09-20', 0, '2025-09-19T10:00:00.000Z'],
  ['UTC', '2025-09-20', 1439, '2025-09-20T23:59:00.000Z'],
])('%s on %s, minute %i', (zone, date, minute, expected) => {
  expect(instant(zone, date, minute)).toBe(expected);
  expect(wallClock(zone).minuteOfDay(new Date(expected))).toBe(minute);
});

test('days on which clocks change: before, after, and in the hour that is not there', () => {
  expect(instant('America/Los_Angeles', '2025-03-09', 60)).toBe('2025-03-09T09:00:00.000Z');
  expect(instant('America/Los_Angeles', '2025-03-09', 450)).toBe('2025-03-09T14:30:00.000Z');
  expect(instant('America/Los_Angeles', '2025-03-09', 150)).toBe('2025-03-09T10:30:00.000Z');
  expect(instant('America/Los_Angeles', '2025-11-02', 450)).toBe('2025-11-02T15:30:00.000Z');
});

test('a midnight that is not there is still on its date', () => {
  for (const [zone, date] of [
    ['Africa/Cairo', '2025-04-25'],
    ['America/Santiago', '2025-09-07'],
  ] as const)
    expect(dateInZone(wallClock(zone).instantAt(date, 0), zone)).toBe(date);
});
