import { setTimeout as delay } from 'node:timers/promises';
import { checkHistory, recoveryOf, type Violation } from '@edgar-auto-shop/testing';
import type { ChaosOptions } from './chaos-options.ts';
import type { FaultKind } from './faults/fault-kinds.ts';
import type { PlannedFault } from './faults/plan-faults.ts';
import { momentToStrike } from './moment-to-strike.ts';
import { fillBoards } from './people/fill-boards.ts';
import { Listener } from './people/listener.ts';
import { keepReading, MovingClient } from './people/moving-client.ts';
import { readOutcome } from './people/read-outcome.ts';
import type { Round } from './people/round.ts';
import type { Shop } from './people/shop.ts';
import { Random } from './random.ts';
import { cutIn } from './report/count-round.ts';
import type { RemoteStage } from './stage/remote-stage.ts';

/** What all rounds of a run have in common. */
export interface Run {
  options: Required<
    Pick<ChaosOptions, 'clients' | 'readers' | 'listeners' | 'pauseMs' | 'mostFaults' | 'judgesTimes' | 'atLeast'>
  > &
    Pick<ChaosOptions, 'quietMs'>;
  stage: RemoteStage;
  ports: readonly number[];
  shop: Shop;
  random: Random;
  plan: Iterator<PlannedFault>;
  tell: (line: string) => void;
}

const CARDS_PER_DATE = 12;
/** A fault that left the system broken for so long is the last one. */
const RECOVERY_MS = 11_200;
/** On a machine so busy that a round does not have what it must have. */
const MOST_EXTRA_MS = 90_000;
/** Of rounds, the first included; calm is judged from 10 s after a fault on, so this leaves 5 s of it. */
const QUIET_EVERY = 4;
const QUIET_MS = 15_000;
const MOST_QUIET_MS = 30_000;
/** After the end of a round, for requests that are not settled and listeners who have not heard the latest. */
const GIVE_UP_MS = 20_000;
const CATCH_UP_MS = 10_000;

export const judgesCalm = ({ judgesTimes, quietMs = 0 }: Run['options']): boolean => judgesTimes || quietMs > 0;

/** How long a round goes on after its last fault: faults that follow each other as soon as they may leave no calm to judge. */
export function quietAfter({ judgesTimes, quietMs }: Run['options'], round: number): number {
  return quietMs ?? (judgesTimes && round % QUIET_EVERY === 0 ? QUIET_MS : 0);
}

/**
 * @param quietMs how long it goes on after its last fault, at least
 * @returns what must not be, and is
 */
export async function runRound(
  run: Run,
  round: Round,
  dates: string[],
  seconds: number,
  quietMs: number,
): Promise<Violation[]> {
  const { options, ports, random, stage } = run;
  await fillBoards(ports, dates, CARDS_PER_DATE, round);
  const ends = round.now() + seconds * 1_000;
  const person = (name: string, i: number) => ({
    name: `${name}-${i + 1}`,
    ports,
    dates,
    random: new Random(random.below(2 ** 32)),
    pauseMs: options.pauseMs,
  });
  const people = Array.from({ length: options.clients }, (_, i) =>
    new MovingClient(person('client', i), run.shop, round).run(),
  );
  const readers = Array.from({ length: options.readers }, (_, i) => keepReading(person('reader', i), round));
  const listeners = Array.from({ length: options.listeners }, (_, i) => {
    const date = dates[i % dates.length] as string;
    return new Listener(`listener-${i + 1}`, date, ports, new Random(random.below(2 ** 32)), round);
  });
  const listening = listeners.map((listener) => listener.run());
  try {
    while (round.now() < ends && round.faults.length < options.mostFaults) await disturb(run, round);
    await delay(Math.max(0, ends - round.now()));
    const latest = round.now() + MOST_EXTRA_MS;
    while (round.now() < latest) {
      const { acknowledged = 0, cut = 0, faults = 0 } = options.atLeast;
      if (round.faults.length < faults || cutIn(round).length < cut) await disturb(run, round);
      else if (round.acknowledged < acknowledged) await delay(250);
      else break;
    }
    await keepQuiet(round, quietMs);
    round.end();
    round.givenUpAt = round.now() + GIVE_UP_MS;
    await Promise.all([...people, ...readers]);
    const outcome = await readOutcome(ports, round, dates);
    const revisions = new Map(outcome.finalBoards.map(({ date, revision }) => [date, revision]));
    const patience = round.now() + CATCH_UP_MS;
    const isBehind = (one: Listener) => one.revision !== revisions.get(one.seen.date);
    while (listeners.some(isBehind) && round.now() < patience) await delay(20);
    for (const { server, from, to } of await stage.tell('breaks'))
      round.databaseBreaks.push({ server, from: round.timeOf(from), to: round.timeOf(to) });
    const { writes, renames, reads, streams, faults, databaseBreaks } = round;
    const { disturbedUntil, fared, ended, overAt, failures } = round;
    const pace = { disturbedUntil, fared, ended, overAt, failures };
    const seen = { writes, renames, reads, streams, faults, databaseBreaks, ...pace, ...outcome };
    return checkHistory(seen, options.judgesTimes, judgesCalm(options));
  } finally {
    round.isOver = true;
    round.givenUpAt = round.now();
    for (const listener of listeners) listener.stop();
    await Promise.all(listening);
    stage.onBegin = () => {};
  }
}

/** Where the recovery takes longer than it may, so does the quiet. */
async function keepQuiet(round: Round, quietMs: number): Promise<void> {
  const fault = round.faults.at(-1);
  if (!fault || quietMs === 0) return;
  const latest = fault.endedAt + MOST_QUIET_MS;
  const recovery = () => recoveryOf(fault, round.fared.slice(0, -1));
  while (recovery() === undefined && round.now() < latest) await delay(250);
  const late = Math.max(0, (recovery() ?? 0) - RECOVERY_MS);
  await delay(Math.max(0, fault.endedAt + late + quietMs - round.now()));
}

/** The next fault of the plan, and the time that it takes to recover from it. */
async function disturb({ plan, stage, options, tell }: Run, round: Round): Promise<void> {
  const fault = plan.next().value as PlannedFault;
  await delay(fault.afterMs);
  await stage.tell('prepare', fault);
  await momentToStrike(fault.kind, round, options.clients);
  stage.onBegin = () => {
    round.isRushed = false;
    round.isRepeating = fault.kind === 'retries';
  };
  const { begunAt, endedAt, note } = await stage.tell('inject', fault);
  round.isRepeating = false;
  const seen = { kind: fault.kind, begunAt: round.timeOf(begunAt), endedAt: round.timeOf(endedAt), note };
  round.faults.push(seen);
  // Of the latest stretch not all is known yet.
  const recoveryByNow = () => recoveryOf(seen, round.fared.slice(0, -1));
  while (round.now() < seen.endedAt + RECOVERY_MS && recoveryByNow() === undefined) await delay(50);
  const recovery = recoveryByNow();
  const recovered = recovery === undefined ? 'not recovered' : `recovered after ${Math.round(recovery)} ms`;
  tell(`${(seen.begunAt / 1_000).toFixed(1)} s ${fault.kind satisfies FaultKind}: ${note}; ${recovered}`);
}
