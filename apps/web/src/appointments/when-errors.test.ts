import { expect, test } from 'vitest';
import { errorsIn } from './job-draft.ts';
import { errorsInBooking } from './new-job-draft.ts';
import { errorsInWhen } from './when-errors.ts';

const ZONE = 'America/Los_Angeles';
const night = { date: '2027-03-14', start: '01:00', endDate: '2027-03-14', end: '04:00' };
const none = 'There is no 2:30 AM on that day: the clocks go forward';
const faults = (change: Partial<typeof night>, zone = ZONE) =>
  Object.fromEntries(
    Object.entries(errorsInWhen({ ...night, ...change }, zone)).map(([field, it]) => [
      field,
      it.replace('\u202f', ' '),
    ]),
  );

test('a time that the change to summer time leaves out is said at its field, and never sent as another', () => {
  expect(faults({ start: '02:30' })).toEqual({ start: none });
  expect(faults({ end: '02:30' })).toEqual({ appt_end: none });
  expect(faults({ start: '02:30', end: '02:30' })).toEqual({ start: none, appt_end: none });
  expect(faults({ start: '02:30' }, 'America/Phoenix')).toEqual({});
  expect(faults({})).toEqual({});
});

test('both forms refuse it', () => {
  const when = { ...night, start: '02:30' };
  const draft = { when, techId: null, notes: '', lines: [], paid: '0' };
  expect(errorsIn(draft, ZONE)).toHaveProperty('start');
  expect(
    errorsInBooking({ ...draft, customer: { kind: 'none' }, vehicle: { kind: 'none' }, endSet: false }, ZONE),
  ).toHaveProperty('start');
});

test('incomplete, or an end that is not after the start', () => {
  expect(faults({ start: '' })).toEqual({ appt_start: 'Date and time are needed' });
  expect(faults({ end: '01:00' })).toEqual({ appt_end: 'The end must be after the start' });
});
