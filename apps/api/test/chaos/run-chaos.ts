import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { checkHistory, type Violation } from '@edgar-auto-shop/testing';
import { fillBoards } from './people/fill-boards.ts';
import { keepReading, moveCards } from './people/moving-client.ts';
import { readOutcome } from './people/read-outcome.ts';
import { RunState } from './people/round.ts';
import { Random } from './random.ts';
import { countFigures, type Figures } from './report/figures.ts';
import { ServerUnderTest } from './stage/server-under-test.ts';

export interface KillTest {
  seed: number;
  seconds: number;
  /** How often the server and its PostgreSQL are killed and started again. */
  kills: number;
  /** On a machine so busy that this is not reached in time, it goes on for a while, and kills once more for more cuts. */
  atLeast?: Pick<Figures, 'acknowledged' | 'cut'>;
  /** Come before the program in the server's command line. */
  nodeArguments?: string[];
}

export interface KillTestResult {
  figures: Figures;
  violations: Violation[];
  surprises: string[];
  /** From each kill to the moment when the server answered again, in milliseconds. */
  downtimes: number[];
  serverOutput: string;
}

const CLIENTS = 20;
const READERS = 2;
const DATES = ['2031-03-10', '2031-03-11', '2031-03-12'];
const CARDS_PER_DATE = 12;
/** Of 20 clients, some of which are reading: few enough to come about soon, enough for 20 cut requests in two kills. */
const IN_FLIGHT = 17;
const YOUNG_MS = 20;
const PATIENCE_MS = 3_000;
const MOST_EXTRA_MS = 25_000;
/** After the run; so that a test that would hang ends by itself, and its server with it. */
const GIVE_UP_MS = 20_000;

/**
 * Clients move cards on the real server while it and its PostgreSQL are killed -9 and started again; then the recorded
 * history is judged. Whoever kills stands outside of what is killed.
 */
export async function runKillTest({ seed, seconds, kills, atLeast, nodeArguments }: KillTest): Promise<KillTestResult> {
  const random = new Random(seed);
  const state = new RunState();
  const server = await ServerUnderTest.start(nodeArguments);
  try {
    await fillBoards(server.port, DATES, CARDS_PER_DATE, state);
    const begun = state.now();
    state.givenUpAt = begun + seconds * 1_000 + MOST_EXTRA_MS + GIVE_UP_MS;
    const people = Array.from({ length: CLIENTS }, (_, i) =>
      moveCards(`client-${i + 1}`, server.port, DATES, new Random(random.below(2 ** 32)), state),
    );
    const readers = Array.from({ length: READERS }, (_, i) =>
      keepReading(`reader-${i + 1}`, server.port, DATES, new Random(random.below(2 ** 32)), state),
    );
    const downtimes: number[] = [];
    for (let i = 0; i < kills; i += 1) {
      const at = ((i + 0.3 + 0.4 * random.next()) / kills) * seconds * 1_000;
      await delay(Math.max(0, begun + at - state.now()));
      downtimes.push(await killAndStart(server, state));
    }
    await delay(Math.max(0, begun + seconds * 1_000 - state.now()));
    const latest = state.now() + MOST_EXTRA_MS;
    while (atLeast && state.now() < latest) {
      const { acknowledged, cut } = countFigures(state);
      if (cut < atLeast.cut) downtimes.push(await killAndStart(server, state));
      else if (acknowledged < atLeast.acknowledged) await delay(500);
      else break;
    }
    state.isOver = true;
    await Promise.all([...people, ...readers]);
    const cards = new Set(state.writes.map(({ card }) => card));
    const outcome = await readOutcome(server.port, cards, DATES);
    const violations = checkHistory({ writes: state.writes, reads: state.reads, ...outcome });
    const { surprises } = state;
    return { figures: countFigures(state), violations, surprises, downtimes, serverOutput: server.output };
  } finally {
    state.isOver = true;
    await server.stop();
  }
}

async function killAndStart(server: ServerUnderTest, state: RunState): Promise<number> {
  state.isRushed = true;
  await momentToStrike(state);
  server.kill();
  const at = state.now();
  state.kills.push(at);
  state.isRushed = false;
  await server.gone();
  await server.launch();
  return Math.round(state.now() - at);
}

/**
 * Resolves when many writes are in flight, none of them with its answer waiting in a socket (for two turns nothing came),
 * and a change was acknowledged just before: a promise so young is the most likely one to be broken. On a machine that is too busy
 * for such a moment it takes a lesser one.
 */
async function momentToStrike(state: RunState): Promise<void> {
  const begun = state.now();
  let [quiet, attempts] = [0, 0];
  while (quiet < 2) {
    await turn();
    const waited = state.now() - begun;
    const isYoung = state.now() - state.acknowledgedAt < YOUNG_MS || waited > PATIENCE_MS;
    const isBusy = state.inFlight >= IN_FLIGHT || waited > 2 * PATIENCE_MS;
    quiet = isYoung && isBusy && state.attempts === attempts ? quiet + 1 : 0;
    attempts = state.attempts;
  }
}
