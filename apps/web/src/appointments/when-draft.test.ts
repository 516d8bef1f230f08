import { describe, expect, test } from 'vitest';
import { firstDraft, needsEndDate, spanOf, whenOf, withMinutes, withStart } from './when-draft.ts';

const ZONE = 'America/Los_Angeles';
const morning = { date: '2026-01-12', start: '09:00', endDate: '2026-01-12', end: '10:30' };

describe('start and end while somebody types', () => {
  test('a later start takes the end along', () => {
    expect(withStart(morning, { start: '11:15' }, ZONE)).toMatchObject({ start: '11:15', end: '12:45' });
    expect(withStart(morning, { date: '2026-01-14' }, ZONE)).toMatchObject({ endDate: '2026-01-14', end: '10:30' });
    expect(withStart(morning, { start: '23:30' }, ZONE)).toMatchObject({ endDate: '2026-01-13', end: '01:00' });
  });

  test('a field emptied on the way to another value loses nothing', () => {
    const emptied = withStart(morning, { start: '' }, ZONE);
    expect(emptied).toMatchObject({ start: '', end: '10:30' });
    expect(spanOf(emptied, ZONE)).toBeUndefined();
    expect(withStart(morning, { date: '' }, ZONE)).toMatchObject({ date: '' });
  });

  test('a job over the change to summer time is as long as it was', () => {
    const night = { date: '2026-03-08', start: '01:00', endDate: '2026-03-08', end: '04:00' };
    const later = withStart(night, { date: '2026-03-09' }, ZONE);
    expect(later).toMatchObject({ date: '2026-03-09', start: '01:00', end: '03:00' });
  });

  test('read from a job and written again it is the same', () => {
    const span = { appt_start: '2026-01-13T06:30:00.000Z', appt_end: '2026-01-13T08:15:00.000Z' };
    const when = whenOf(span, ZONE);
    expect(when).toEqual({ date: '2026-01-12', start: '22:30', endDate: '2026-01-13', end: '00:15' });
    expect(spanOf(when, ZONE)).toEqual(span);
    expect(needsEndDate(when)).toBe(true);
    expect(needsEndDate(morning)).toBe(false);
  });

  test('a new booking begins at the next quarter of an hour today, and at eight on another day', () => {
    const now = Date.parse('2026-01-12T17:07:00Z');
    expect(firstDraft('2026-01-12', ZONE, now)).toMatchObject({ start: '09:15', end: '10:15' });
    expect(firstDraft('2026-01-20', ZONE, now)).toMatchObject({ start: '08:00', end: '09:00' });
  });

  test('the work sets the end', () => {
    expect(withMinutes(morning, 45, ZONE)).toMatchObject({ end: '09:45' });
  });
});
