import { expect, test } from 'vitest';
import { isDate, isInstant } from './formats.ts';

test.each([
  '2025-09-20T08:00:00-07:00',
  '2025-09-20T15:00:00Z',
  '2025-09-20t15:00:00z',
  '2025-09-20T15:00:00.123456789+14:00',
  '2024-02-29T00:00:00Z',
  '1970-01-01T00:00:00Z',
  '2199-12-31T23:59:59.999-12:00',
])('an instant: %s', (text) => expect(isInstant(text)).toBe(true));

test.each([
  ['no offset', '2025-09-20T15:00:00'],
  ['no seconds', '2025-09-20T15:00Z'],
  ['a space', '2025-09-20 15:00:00Z'],
  ['a leap second', '2016-12-31T23:59:60Z'],
  ['hour 24', '2025-09-20T24:00:00Z'],
  ['minute 60', '2025-09-20T15:60:00Z'],
  ['a day that is not', '2025-02-29T15:00:00Z'],
  ['month 13', '2025-13-01T00:00:00Z'],
  ['ten digits of a second', '2025-09-20T15:00:00.1234567890Z'],
  ['an empty fraction', '2025-09-20T15:00:00.Z'],
  ['offset 24:00', '2025-09-20T15:00:00+24:00'],
  ['offset minute 60', '2025-09-20T15:00:00+02:60'],
  ['an offset without colon', '2025-09-20T15:00:00+0200'],
  ['before 1970', '1969-12-31T23:59:59Z'],
  ['after 2199', '2200-01-01T00:00:00Z'],
  ['more behind it', '2025-09-20T15:00:00Z '],
  ['other digits', '２０２５-09-20T15:00:00Z'],
])('no instant: %s', (_, text) => expect(isInstant(text)).toBe(false));

test.each(['2000-02-29', '2024-02-29', '1970-01-01', '2199-12-31'])('a date: %s', (text) =>
  expect(isDate(text)).toBe(true),
);

test.each([
  '1900-02-29',
  '2100-02-29',
  '2025-04-31',
  '2025-00-10',
  '2025-10-00',
  '25-10-10',
  '2025-10-10Z',
  '1969-12-31',
  '2200-01-01',
])('no date: %s', (text) => expect(isDate(text)).toBe(false));
