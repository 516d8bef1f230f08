import type { StreamResult } from '../load/streams.ts';
import { startAppServer } from '../stage/app-server.ts';
import { withCores } from '../stage/cpu-time.ts';
import type { Stage } from '../stage/open-stage.ts';
import type { Answers } from './figure.ts';
import { table } from './report.ts';

const MOVES_PER_SECOND = 100;

/** How long after a move's answer everybody sees it: who listens to the same process, and to another one. */
export async function measureStreams(stage: Stage, answers: Answers): Promise<string[]> {
  const { scale, server, generator, postgresPid, boards } = stage;
  const date = boards[0] as string;
  const other = await startAppServer(stage.databaseUrl);
  stage.onClose(() => other.stop());
  const seconds = scale.seconds * Math.min(scale.rounds, 3);
  const rows: string[][] = [];
  const cases: [what: string, listenPort: number, listeners: number, cuts: number][] = [
    ['one process', server.port, scale.listeners, scale.cuts],
    ['another process', other.port, 20, 0],
  ];
  for (const [what, listenPort, listeners, cuts] of cases) {
    const pids = { server: server.pid, other: other.pid, PostgreSQL: postgresPid, generator: generator.pid };
    const task = { port: server.port, listenPort, date, listeners, movesPerSecond: MOVES_PER_SECOND, seconds, cuts };
    const { value, cores } = await withCores(pids, () => generator.ask<StreamResult>({ kind: 'streams', ...task }));
    answers.count({ done: value.moves + value.deliveries, wrong: value.wrong, complaints: value.complaints });
    const { p50, p99, max } = value.latency;
    const used = Object.values(cores).reduce((sum: number, it) => sum + (it ?? 0), 0);
    const told = [value.moves, listeners, value.deliveries, cuts].map((it) => it.toLocaleString('en'));
    rows.push([what, ...told, ...[p50, p99, max].map((ms) => ms.toFixed(1)), used.toFixed(2)]);
  }
  await other.stop();
  const head = ['from a move’s answer to its event', 'moves', 'listeners', 'events', 'cut off'];
  return [
    ...table([[...head, 'p50 ms', 'p99 ms', 'max ms', 'cores'], ...rows]),
    `${MOVES_PER_SECOND} moves/s on one board that everybody listens to; nothing missed, doubled or out of order unless told below`,
  ];
}
