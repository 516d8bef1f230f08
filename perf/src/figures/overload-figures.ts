import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadResult } from '../load/measure.ts';
import type { OpenLoadResult } from '../load/open-load.ts';
import { residentBytes } from '../stage/memory.ts';
import type { Stage } from '../stage/open-stage.ts';
import type { Answers, Figure } from './figure.ts';
import { ratioOf, type Side } from './ratio.ts';
import { table } from './report.ts';

const TIMES_CAPACITY = 3;
/** Callers at a time, more than the server lets be at work; each has a card for itself, and finds one without looking long. */
const CALLERS = 600;
const CARDS_EACH = 3;
/** After so many milliseconds everything must be as before. */
const RECOVERY_MS = 10_000;

/** What the server does when more is asked of it than it can: at its capacity and at three times that, in turn, then once more without. */
export async function measureOverload(stage: Stage, answers: Answers): Promise<{ figures: Figure[]; lines: string[] }> {
  const { scale, server, generator, boards } = stage;
  const connections = Math.min(CALLERS, Math.floor((scale.boards * scale.cards) / CARDS_EACH));
  const memory = () => (residentBytes(server.pid) ?? Number.NaN) / 2 ** 20;
  const capacity = async (seconds: number) => {
    const load = { port: server.port, clients: scale.clients, seconds };
    const mixed = await generator.ask<Record<string, LoadResult>>({ kind: 'mixed', dates: boards, ...load });
    for (const result of Object.values(mixed)) answers.count(result);
    return Object.values(mixed).reduce((sum, { perSecond }) => sum + perSecond, 0);
  };
  const open = async (perSecond: number) => {
    const load = { port: server.port, seconds: scale.seconds, perSecond, connections };
    const result = await generator.ask<OpenLoadResult>({ kind: 'open', dates: boards, ...load });
    answers.count(result);
    return result;
  };

  await capacity(scale.warmUp);
  const before = await capacity(scale.seconds);
  const rssBefore = memory();
  const rows: string[][] = [];
  const pairs: [Side, Side][] = [];
  for (let round = 0; round < scale.rounds; round += 1) {
    const [at, over] = [await open(before), await open(TIMES_CAPACITY * before)];
    rows.push(rowOf('capacity', before, at), rowOf(`${TIMES_CAPACITY} ×`, TIMES_CAPACITY * before, over));
    pairs.push([sideOf(over), sideOf(at)]);
  }
  const rssOver = memory();
  await sleep(scale.seconds < 1 ? 100 : RECOVERY_MS);
  const after = await capacity(scale.seconds);
  const complaints = await generator.ask<string[]>({ kind: 'check', port: server.port, dates: boards });
  answers.count({ done: boards.length, wrong: complaints.length, complaints: complaints.slice(0, 5) });
  const recovery: [Side, Side] = [
    { value: after, cores: {} },
    { value: before, cores: {} },
  ];
  const [over, recovered] = [
    'board reads, p95 at 3 × capacity ÷ at capacity',
    'capacity 10 s after the overload ÷ before',
  ];
  return {
    figures: [
      { id: 'overload-board', what: over, unit: 'ms', ...ratioOf(pairs), note: '' },
      { id: 'overload-recovery', what: recovered, unit: '/s', ...ratioOf([recovery]), note: '' },
    ],
    lines: [
      ...table([
        [
          'asked for',
          '/s wanted',
          '/s sent',
          'reads refused',
          'moves refused',
          'board p95 ms',
          'stats p95 ms',
          'move p95 ms',
          'health p95 ms',
          'health',
        ],
        ...rows,
      ]),
      `memory of the server: ${rssBefore.toFixed(0)} MiB before, ${rssOver.toFixed(0)} MiB after the overload, ${memory().toFixed(0)} MiB at the end`,
    ],
  };
}

const sideOf = ({ kinds }: OpenLoadResult): Side => ({ value: kinds.board.served.p95, cores: {} });

function rowOf(what: string, wanted: number, { kinds, perSecond, health }: OpenLoadResult): string[] {
  const { board, stats, move } = kinds;
  const reads = (board.refused + stats.refused) / (board.sent + stats.sent);
  const shares = [reads, move.refused / move.sent].map((share) => `${(share * 100).toFixed(1)} %`);
  const latencies = [board.served, stats.served, move.served, health.latency].map(({ p95 }) => p95.toFixed(1));
  const rates = [wanted, perSecond].map((rate) => Math.round(rate).toLocaleString('en'));
  return [what, ...rates, ...shares, ...latencies, `${health.asked} of ${health.asked}`];
}
