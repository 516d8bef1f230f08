import type { Outcome, Write } from '@edgar-auto-shop/testing';
import type { RunState } from '../people/round.ts';

/** What a run amounted to. */
export interface Figures {
  /** Changes of cards that were acknowledged, each once, without the making of the cards. */
  acknowledged: number;
  /** Acknowledged requests that were sent again and answered as the first time. */
  repeated: number;
  refused: number;
  kills: number;
  /** Requests whose connection broke under them at a kill. */
  cut: number;
  /** Of those: told at last, under the same key, what became of them. */
  settled: number;
  /** Of those: the cut attempt had been applied, as its repetition revealed. */
  appliedUnseen: number;
  looks: number;
  notModified: number;
  /** Answers 503, while the database was starting again. */
  unavailable: number;
}

const isAck = ({ expectedVersion }: Write, outcome: Outcome) =>
  outcome.kind === 'ok' && outcome.answer.version !== expectedVersion;

export function countFigures({ writes, reads, kills, unavailable }: RunState): Figures {
  const moves = writes.filter(({ expectedVersion }) => expectedVersion > 0);
  const cut = moves.filter(({ attempts }) =>
    attempts.some(
      ({ sentAt, endedAt, outcome }) =>
        outcome.kind === 'unknown' && outcome.why !== '503' && kills.some((at) => sentAt <= at && at <= endedAt),
    ),
  );
  const settled = cut.filter(({ attempts }) => attempts.at(-1)?.outcome.kind !== 'unknown');
  const firstAck = (write: Write) => write.attempts.findIndex(({ outcome }) => isAck(write, outcome));
  const acknowledged = moves.filter((write) => firstAck(write) >= 0);
  const wasReplayed = (outcome: Outcome | undefined) => outcome?.kind === 'ok' && outcome.replayed;
  return {
    acknowledged: acknowledged.length,
    repeated: acknowledged.filter((write) => {
      const later = write.attempts.slice(firstAck(write) + 1);
      return later.some(({ outcome }) => wasReplayed(outcome));
    }).length,
    refused: moves.filter(({ attempts }) => attempts.at(-1)?.outcome.kind === 'refused').length,
    kills: kills.length,
    cut: cut.length,
    settled: settled.length,
    appliedUnseen: settled.filter((write) => wasReplayed(write.attempts[firstAck(write)]?.outcome)).length,
    looks: reads.length,
    notModified: reads.filter(({ notModified }) => notModified).length,
    unavailable,
  };
}

/** One line for the log of a test run. */
export const tellFigures = (it: Figures): string =>
  `${it.acknowledged} changes acknowledged (${it.repeated} of them repeated and replayed), ${it.refused} refused; ` +
  `${it.kills} × kill -9 cut ${it.cut} requests, ${it.settled} settled by their keys, ${it.appliedUnseen} of them applied before ` +
  `the cut; ${it.looks} looks at boards (${it.notModified} × 304), ${it.unavailable} × 503`;
