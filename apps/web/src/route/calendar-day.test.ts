import { expect, test } from 'vitest';
import { isCalendarDay } from './calendar-day.ts';

test.each(['1970-01-01', '2024-02-29', '2026-01-12', '2199-12-31'])('%s is a day', (day) => {
  expect(isCalendarDay(day)).toBe(true);
});

test.each([
  null,
  '',
  'today',
  '2026-99-99',
  '2026-02-30',
  '2026-02-29',
  '2026-00-10',
  '2026-1-2',
  '1969-12-31',
  '2200-01-01',
  '2300-01-01',
  '2026-01-12T00:00',
])('%s is none', (day) => {
  expect(isCalendarDay(day)).toBe(false);
});
