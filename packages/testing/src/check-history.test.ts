import { expect, test } from 'vitest';
import { calmSecondsAfterFaults, judgedSeconds } from './calm.ts';
import { checkHistory } from './check-history.ts';
import { recoveryOf } from './check-recovery.ts';
import { DOCTORED_ANSWERS } from './doctored-answers.ts';
import { DOCTORED_BOOKINGS } from './doctored-bookings.ts';
import { DOCTORED_CALM } from './doctored-calm.ts';
import { DOCTORED } from './doctored-histories.ts';
import { DOCTORED_STREAMS } from './doctored-streams.ts';
import { first, last } from './doctoring.ts';
import type { RecordedHistory } from './history.ts';
import { sampleBookings } from './sample-bookings.ts';
import { sampleHistory } from './sample-history.ts';
import { describeViolation, type Invariant } from './violation.ts';

test('a clean history passes', () => {
  expect(checkHistory(sampleHistory().history).map(describeViolation)).toEqual([]);
  expect(checkHistory(sampleBookings().history).map(describeViolation)).toEqual([]);
});

test('a request that was never settled may have been applied or not, and is wrong for that alone', () => {
  const applied = sampleHistory();
  applied.cut.attempts.pop();
  expect(checkHistory(applied.history).map(({ invariant }) => invariant)).toEqual(['I11']);
  const lost = sampleHistory();
  lost.cut.attempts.pop();
  lost.of('c2').shift();
  lost.history.reads = lost.history.reads.slice(0, 1);
  lost.history.finalBoards = [lost.early];
  lost.stream.told.splice(2);
  expect(checkHistory(lost.history).map(({ invariant }) => invariant)).toEqual(['I11']);
});

test('a repetition may find what the cut attempt had not done', () => {
  const { history, cut, ok, of } = sampleHistory();
  Object.assign(last(cut), { outcome: ok(2, 4, 'in_progress', 0) });
  Object.assign(first(of('c2')), { correlation_id: 'b.2' });
  expect(checkHistory(history)).toEqual([]);
});

test('a repetition of what changed nothing tells of the moment when it was judged, not of its own', () => {
  const { history, made1, ok } = sampleHistory();
  const unchanged = (id: string, sentAt: number, replayed: boolean) => {
    const outcome = ok(1, 1, 'scheduled', 0, replayed);
    return { id, sentAt, endedAt: sentAt + 1, outcome };
  };
  const attempts = [unchanged('a.8', 5, false), unchanged('a.9', 30, true)];
  history.writes.push({
    ...made1,
    ...{ client: 'a', kind: 'reorder', position: 0, key: 'to its own place', expectedVersion: 1, attempts },
  });
  expect(checkHistory(history).map(describeViolation)).toEqual([]);
});

test('a whole board may be given where the server had lost its database, and where too much was missed', () => {
  const broken = sampleHistory();
  Object.assign(broken.stream.told[1] as object, { kind: 'board', cards: [] });
  broken.history.databaseBreaks.push({ server: 0, from: 9, to: 9 });
  expect(checkHistory(broken.history).map(describeViolation)).toEqual([]);
  const late = sampleHistory();
  for (const told of late.stream.told.splice(0)) late.stream.told.push({ ...told, revision: told.revision + 600 });
  const [first, second] = late.stream.told as [object, object];
  Object.assign(first, { revision: 2 });
  Object.assign(second, { kind: 'board', cards: [] });
  expect(checkHistory(late.history).filter(({ message }) => message.includes('was given all'))).toEqual([]);
});

test('a fault is recovered from when a whole second is good of which all is known, and nobody can say where the record ends first', () => {
  const { history, fault, fared } = sampleHistory();
  expect(recoveryOf(fault, fared)).toBe(485);
  Object.assign(fared[10] as object, { pending: 1 });
  expect(recoveryOf(fault, fared)).toBe(1_085);
  Object.assign(fared[10] as object, { pending: 0 });
  for (const stretch of fared) Object.assign(stretch, { succeeded: 0, failed: 10 });
  history.faults.push({ ...fault, begunAt: 5_000, endedAt: 5_000 });
  expect(checkHistory(history)).toEqual([]);
});

test('what failed because a fault struck is not held against the calm before it, nor one request among many', () => {
  const { history, fault, fared } = sampleHistory();
  Object.assign(fault, { begunAt: 8_000, endedAt: 8_010 });
  for (const stretch of fared.slice(0, 5)) Object.assign(stretch, { succeeded: 10, failed: 0 });
  Object.assign(fared[20] as object, { succeeded: 9, failed: 1 });
  for (const stretch of fared.slice(77, 80)) Object.assign(stretch, { succeeded: 0, failed: 10 });
  for (let sentAt = 7_700; sentAt < 8_000; sentAt += 10) history.failures.push({ client: 'a', sentAt, endedAt: 8_005 });
  expect(checkHistory(history).map(describeViolation)).toEqual([]);
});

test('a bad second may come after a good one within 10 s of a fault, and not after that', () => {
  const { history, fared } = sampleHistory();
  for (const stretch of fared.slice(30, 40)) Object.assign(stretch, { succeeded: 6, failed: 4 });
  expect(checkHistory(history).map(describeViolation)).toEqual([]);
  for (const stretch of fared.slice(105, 115)) Object.assign(stretch, { succeeded: 6, failed: 4 });
  demand(history, 'I12', 'since the recovery from storm all was well');
});

test('a round may begin badly within 10 s of the last fault of the round before', () => {
  const { history, fault, fared } = sampleHistory();
  Object.assign(fault, { begunAt: 8_000, endedAt: 8_010 });
  for (const stretch of fared.slice(30, 40)) Object.assign(stretch, { succeeded: 5, failed: 5 });
  history.disturbedUntil = -5_000;
  expect(checkHistory(history).map(describeViolation)).toEqual([]);
});

test('nobody is missed before the first request and after people stopped', () => {
  const { history, fared } = sampleHistory();
  history.faults = [];
  for (const stretch of [...fared, ...history.ended].filter(({ at }) => at < 2_000 || at >= 9_000))
    Object.assign(stretch, { succeeded: 0, failed: 0 });
  history.overAt = 9_500;
  expect(checkHistory(history).map(describeViolation)).toEqual([]);
});

test('seconds are counted only where some calm after a fault was judged', () => {
  const { history, fault } = sampleHistory();
  expect(calmSecondsAfterFaults(history)).toBe(1);
  Object.assign(fault, { begunAt: 8_000, endedAt: 8_010 });
  expect(calmSecondsAfterFaults(history)).toBe(0);
  expect(judgedSeconds(history).map(({ seconds }) => seconds.length)).toEqual([8, 0]);
  history.disturbedUntil = -5_000;
  expect(calmSecondsAfterFaults(history)).toBe(3);
});

test('a listener may be told late while a fault lasts, and after the server lost its database', () => {
  const told = (history: RecordedHistory, at: number) =>
    Object.assign(history.streams[0]?.told.at(-1) as object, { at });
  const during = sampleHistory();
  Object.assign(during.fault, { begunAt: 21, endedAt: 6_900 });
  during.stream.told.splice(2, 1);
  told(during.history, 7_000);
  expect(checkHistory(during.history).map(describeViolation)).toEqual([]);
  const lost = sampleHistory();
  lost.stream.told.splice(2, 1);
  told(lost.history, 6_600);
  lost.history.databaseBreaks.push({ server: 1, from: 6_000, to: 6_000 });
  expect(checkHistory(lost.history).map(describeViolation)).toEqual([]);
  // Three seconds of silence tell a listener that its connection is dead: the fault ended at 15 ms.
  const dead = sampleHistory();
  dead.stream.connections.splice(1, 2, { server: 1, at: 3_500, resumes: true });
  dead.stream.told.splice(1, 3, dead.told(3_510, 'change', 3, 1), dead.told(3_510, 'change', 4, 1));
  expect(checkHistory(dead.history).map(describeViolation)).toEqual([]);
});

function demand(history: RecordedHistory, invariant: Invariant, message: string): void {
  const found = checkHistory(history);
  const meant = found.find((one) => one.invariant === invariant && one.message.includes(message));
  expect(meant, found.map(describeViolation).join('\n') || 'nothing was found').toBeDefined();
}

test.each([...DOCTORED, ...DOCTORED_ANSWERS, ...DOCTORED_CALM, ...DOCTORED_STREAMS])(
  '%s breaks %s',
  (_what, invariant, message, doctor) => {
    const sample = sampleHistory();
    doctor(sample);
    demand(sample.history, invariant, message);
  },
);

test.each(DOCTORED_BOOKINGS)('%s breaks %s', (_what, invariant, message, doctor) => {
  const sample = sampleBookings();
  doctor(sample);
  demand(sample.history, invariant, message);
});

test('a violation shows the requests that it is about', () => {
  const { history, of } = sampleHistory();
  of('c2').shift();
  expect(describeViolation(checkHistory(history)[0] as never).split('\n')).toEqual([
    'I1 (an acknowledged change survives): an acknowledged change is lost',
    '    15.0–18.0 ms b card c2 version 1: move, key key of b.1: unknown: ECONNRESET (b.1)',
    '    20.0–22.0 ms b card c2 version 1: move, key key of b.1: ok, replayed: version 2, revision 4, in_progress 0 (b.2)',
  ]);
});
