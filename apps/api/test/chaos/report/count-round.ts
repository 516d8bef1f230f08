import {
  type Attempt,
  calmSecondsAfterFaults,
  type FaultSeen,
  type Outcome,
  recoveryOf,
  STRETCH_MS,
  sum,
} from '@edgar-auto-shop/testing';
import { RECEPTION } from '../people/fill-boards.ts';
import type { Round } from '../people/round.ts';
import type { ChangeKind, Figures, Share } from './figures.ts';

/** As long as a system may take to recover, in milliseconds. */
const AFTER_MS = 10_000;

/** Something that a client changed, whatever it was. */
interface Change {
  kind: ChangeKind;
  /** Null where none is: then every answer tells of a change. */
  expectedVersion: number | null;
  attempts: Attempt<{ version: number }>[];
}

type Came = Outcome<{ version: number }>;
const isAck = ({ expectedVersion }: Change, outcome: Came) =>
  outcome.kind === 'ok' && outcome.answer.version !== expectedVersion;
const isUnheard = (outcome: Came) => outcome.kind === 'unknown' && outcome.why !== '503';
const isSettled = ({ attempts }: Change) => attempts.some(({ outcome }) => outcome.kind !== 'unknown');
const isReplay = (outcome: Came) => outcome.kind === 'ok' && outcome.replayed;

/** What clients changed, without what was there before them. */
const changesIn = ({ writes, renames }: Round): Change[] => [
  ...writes.filter(({ client }) => client !== RECEPTION),
  ...renames.map(({ attempts }): Change => ({ kind: 'rename', expectedVersion: null, attempts })),
];

/** Adds what came of a round. @param judgesCalm whether it was judged if what is calm stays so */
export function countRound(into: Figures, round: Round, judgesCalm: boolean): void {
  const { reads, streams, faults, fared, ended } = round;
  const changes = changesIn(round);
  const unknown = changes.filter(({ attempts }) => attempts.some(({ outcome }) => outcome.kind === 'unknown'));
  const cut = cutIn(round);
  into.rounds += 1;
  const acknowledged = changes.filter((one) => one.attempts.some(({ outcome }) => isAck(one, outcome)));
  into.acknowledged += acknowledged.length;
  for (const { kind } of acknowledged) into.byKind[kind] += 1;
  into.repeated += changes.filter(wasRepeated).length;
  into.refused += changes.filter(({ attempts }) => attempts.some(({ outcome }) => outcome.kind === 'refused')).length;
  into.unknown += unknown.length;
  into.settled += unknown.filter(isSettled).length;
  into.cut += cut.length;
  into.cutSettled += cut.filter(isSettled).length;
  into.appliedUnseen += unknown.filter(wasApplied).length;
  into.looks += reads.length;
  into.notModified += reads.filter(({ notModified }) => notModified).length;
  into.unavailable += round.unavailable;
  into.told += streams.reduce((total, { told }) => total + told.length, 0);
  into.resumed += streams.reduce((total, { connections }) => total + Math.max(0, connections.length - 1), 0);
  const share = (name: 'during' | 'after' | 'calm', list: Share) => {
    into[name].succeeded += list.succeeded;
    into[name].failed += list.failed;
  };
  for (const [name, list] of Map.groupBy(ended, ({ at }) => phaseOf(at, faults))) share(name, sum(list));
  if (judgesCalm) into.calmSeconds += calmSecondsAfterFaults(round);
  for (const [i, fault] of faults.entries()) {
    const recovery = recoveryOf(fault, fared, faults[i + 1]?.begunAt);
    if (recovery !== undefined) into.recoveries.push(recovery);
    else into.joined += 1;
  }
}

/** Changes that were under way when a fault struck, and broke. */
export const cutIn = (round: Round): Change[] => changesIn(round).filter((one) => wasCut(one, round.faults));

const wasCut = ({ attempts }: Change, faults: FaultSeen[]) =>
  attempts.some(
    ({ sentAt, endedAt, outcome }) =>
      isUnheard(outcome) && faults.some(({ begunAt }) => sentAt <= begunAt && begunAt <= endedAt),
  );

const wasRepeated = (write: Change) => {
  const first = write.attempts.findIndex(({ outcome }) => isAck(write, outcome));
  return first >= 0 && write.attempts.slice(first + 1).some(({ outcome }) => isReplay(outcome));
};

/** The first answer that came was a repetition's: what nobody had heard of had been done. */
const wasApplied = (write: Change) => {
  const answer = write.attempts.find(({ outcome }) => outcome.kind !== 'unknown');
  return answer !== undefined && isAck(write, answer.outcome) && isReplay(answer.outcome);
};

/** Of a stretch: the part of it before a fault belongs to the fault. */
function phaseOf(at: number, faults: FaultSeen[]): 'during' | 'after' | 'calm' {
  if (faults.some(({ begunAt, endedAt }) => begunAt <= at + STRETCH_MS && at <= endedAt)) return 'during';
  return faults.some(({ endedAt }) => endedAt <= at && at <= endedAt + AFTER_MS) ? 'after' : 'calm';
}
