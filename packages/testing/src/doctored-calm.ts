import type { Doctored } from './doctoring.ts';
import { STRETCH_MS } from './history.ts';
import type { Sample } from './sample-history.ts';

/** From a time on, in milliseconds, so many of ten requests of each stretch fail. */
function fail({ fared }: Sample, from: number, failed: number, until = Number.POSITIVE_INFINITY): void {
  for (const stretch of fared) {
    if (stretch.at >= from && stretch.at < until) Object.assign(stretch, { succeeded: 10 - failed, failed });
  }
}

/** What must be caught of times in which nothing is done to the system. */
export const DOCTORED_CALM: Doctored<Sample>[] = [
  [
    'a recovery that lasts a second, and then nothing succeeds',
    'I12',
    'since the recovery from storm all was well',
    (sample) => fail(sample, 2_000, 10),
  ],
  [
    'a recovery after which a few requests fail in every second',
    'I12',
    'since the recovery from storm all was well',
    (sample) => {
      for (let at = 2_000; at < 12_000; at += 5 * STRETCH_MS) fail(sample, at, 1, at + STRETCH_MS);
    },
  ],
  [
    'a recovery that is a single request',
    'I12',
    'storm: 10 s after its end',
    (sample) => {
      fail(sample, 0, 9);
      for (const [i, stretch] of sample.fared.entries()) {
        if (i < 20) Object.assign(stretch, { succeeded: i === 7 ? 1 : 0, failed: 0 });
      }
    },
  ],
  [
    'requests that fail before anything was done to the system',
    'I12',
    'since the beginning all was well',
    (sample) => {
      Object.assign(sample.fault, { begunAt: 8_000, endedAt: 8_010 });
      fail(sample, 3_000, 5, 4_000);
    },
  ],
  [
    'a recovery after which everybody is stuck, so that nobody asks for anything',
    'I12',
    'since the recovery from storm all was well, and then no request ends well for a second',
    ({ history: { fared, ended } }) => {
      for (const stretch of [...fared, ...ended].filter(({ at }) => at >= 10_000))
        Object.assign(stretch, { succeeded: 0, failed: 0 });
    },
  ],
  [
    'a second before any fault in which one request is asked for, and fails',
    'I12',
    'since the beginning all was well, and then no request ends well for a second',
    ({ history: { fared, ended }, fault }) => {
      Object.assign(fault, { begunAt: 8_000, endedAt: 8_010 });
      for (const stretch of [...fared, ...ended].filter(({ at }) => at >= 3_000 && at < 4_000))
        Object.assign(stretch, { succeeded: 0, failed: stretch.at === 3_500 ? 1 : 0 });
    },
  ],
  [
    'requests that fail at the beginning of a round, more than 10 s after the last fault of the round before',
    'I12',
    'since the beginning all was well',
    (sample) => {
      Object.assign(sample.fault, { begunAt: 8_000, endedAt: 8_010 });
      sample.history.disturbedUntil = -7_500;
      fail(sample, 3_000, 5, 4_000);
    },
  ],
  [
    'requests that were stuck long before a fault struck, and failed with it',
    'I12',
    'since the beginning all was well',
    (sample) => {
      Object.assign(sample.fault, { begunAt: 8_000, endedAt: 8_010 });
      fail(sample, 3_000, 5, 4_000);
      for (let sentAt = 3_000; sentAt < 4_000; sentAt += 20)
        sample.history.failures.push({ client: 'a', sentAt, endedAt: 8_005 });
    },
  ],
];
