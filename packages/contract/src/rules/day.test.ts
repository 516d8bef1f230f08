import { expect, test } from 'vitest';
import { addDays, dateInZone, datesBetween } from './day.ts';

test.each([
  ['2025-09-21T06:59:59.999Z', 'America/Los_Angeles', '2025-09-20'],
  ['2025-09-21T07:00:00.000Z', 'America/Los_Angeles', '2025-09-21'],
  ['2025-03-09T07:59:59Z', 'America/Los_Angeles', '2025-03-08'],
  ['2025-03-10T06:59:59Z', 'America/Los_Angeles', '2025-03-09'],
  ['2025-11-03T07:59:59Z', 'America/Los_Angeles', '2025-11-02'],
  ['2025-09-20T10:00:00Z', 'Pacific/Kiritimati', '2025-09-21'],
  ['2025-09-20T10:59:59Z', 'Pacific/Pago_Pago', '2025-09-19'],
  ['2025-09-20T18:14:59Z', 'Asia/Kathmandu', '2025-09-20'],
  ['2025-09-20T18:15:00Z', 'Asia/Kathmandu', '2025-09-21'],
  // Clocks that skip midnight: the day begins at 01:00.
  ['2025-09-07T03:59:59Z', 'America/Santiago', '2025-09-06'],
  ['2025-09-07T04:00:00Z', 'America/Santiago', '2025-09-07'],
])('%s in %s is on %s', (instant, zone, date) => {
  expect(dateInZone(instant, zone)).toBe(date);
});

test('an unknown zone is an error', () => {
  expect(() => dateInZone('2025-09-20T10:00:00Z', 'Mars/Olympus')).toThrow(RangeError);
});

test('days are counted over months, leap years and changes of the clock', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
  expect(addDays('2025-03-01', -1)).toBe('2025-02-28');
  expect(datesBetween('2025-10-31', '2025-11-03')).toEqual(['2025-10-31', '2025-11-01', '2025-11-02', '2025-11-03']);
  expect(datesBetween('2025-10-31', '2025-10-31')).toEqual(['2025-10-31']);
});
