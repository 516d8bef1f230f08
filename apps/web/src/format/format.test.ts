import { AppointmentPatch } from '@edgar-auto-shop/contract/schemas';
import { describe, expect, test } from 'vitest';
import { faultInAmount } from './amount-fault.ts';
import { formatMoney, MAX_CENTS, moneyFromInput, moneyToInput } from './money.ts';
import { formatDay, formatTimes } from './time.ts';

describe('amounts', () => {
  test.each([
    [7900, '$79'],
    [7950, '$79.50'],
    [0, '$0'],
    [123456700, '$1,234,567'],
  ])('%i is shown as %s', (cents, shown) => expect(formatMoney(cents)).toBe(shown));

  test.each([
    ['79', 7900],
    ['79.5', 7950],
    ['$1,079.99', 107999],
    ['', 0],
    ['0.29', 29],
    ['1.005', undefined],
    ['-5', undefined],
    ['abc', undefined],
  ])('typed %s means %s', (typed, cents) => expect(moneyFromInput(typed)).toBe(cents));

  test.each([
    ['79.50', undefined],
    ['10,000,000', undefined],
    ['10000000.01', 'At most $10,000,000'],
    ['99999999999', 'At most $10,000,000'],
    ['abc', 'An amount such as 79 or 79.50'],
  ])('of %s it is said: %s', (typed, fault) => expect(faultInAmount(typed)).toBe(fault));

  test('the most is what the API takes', () => {
    expect(AppointmentPatch.properties.paid_cents).toMatchObject({ maximum: MAX_CENTS });
  });

  test('what is shown for editing means the same when read again', () => {
    for (const cents of [0, 1, 10, 29, 115, 7950, 999_999_999]) expect(moneyFromInput(moneyToInput(cents))).toBe(cents);
  });
});

describe('times', () => {
  const zone = 'America/Los_Angeles';
  const plain = (words: string) => words.replaceAll(/\s/g, ' ');

  test('what both times share is said once', () => {
    expect(plain(formatTimes('2026-01-12T17:00:00.000Z', '2026-01-12T18:30:00.000Z', zone))).toBe('9:00 – 10:30 AM');
    expect(plain(formatTimes('2026-01-12T19:00:00.000Z', '2026-01-12T21:00:00.000Z', zone))).toBe('11:00 AM – 1:00 PM');
  });

  test('a job over midnight is told by its times', () => {
    expect(plain(formatTimes('2026-01-13T06:30:00.000Z', '2026-01-13T08:15:00.000Z', zone))).toBe(
      '10:30 PM – 12:15 AM',
    );
  });

  test('a date is the same day wherever the reader is', () => {
    expect(formatDay('2026-01-12')).toBe('Mon, Jan 12');
    expect(formatDay('2026-01-12', '2026-11-27')).toBe('Mon, Jan 12');
    expect(formatDay('2027-01-12', '2026-11-27')).toBe('Tue, Jan 12, 2027');
  });
});
