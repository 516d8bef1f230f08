import type { ChaosOptions, ChaosResult } from './chaos-options.ts';
import { sinceBoot } from './clock.ts';
import { nodeArgumentsFor } from './defect.ts';
import type { FaultKind } from './faults/fault-kinds.ts';
import { planFaults } from './faults/plan-faults.ts';
import { furnishShop } from './people/fill-boards.ts';
import { Round } from './people/round.ts';
import { Random } from './random.ts';
import { countRound } from './report/count-round.ts';
import { noFigures } from './report/figures.ts';
import { Timeline } from './report/timeline.ts';
import { judgesCalm, quietAfter, type Run, runRound } from './run-round.ts';
import { LimitedDisk } from './stage/limited-disk.ts';
import { RemoteStage } from './stage/remote-stage.ts';

const DEFAULTS = {
  clients: 20,
  readers: 2,
  listeners: 3,
  pauseMs: 24,
  mostFaults: Number.POSITIVE_INFINITY,
  judgesTimes: true,
  atLeast: {},
};
/** What a round records is judged and forgotten after so long, or after so many changes. */
const ROUND_SECONDS = 30;
const DATES_PER_ROUND = 3;
const FIRST_DATE = Date.UTC(2031, 2, 10);
const DAY_MS = 86_400_000;
/** What a change takes on the disk, its log included, and what PostgreSQL takes before the first. */
const BYTES_PER_MOVE = 12_000;
const LEAST_DISK = 2_000_000_000;
const MOST_DISK = 16_000_000_000;

/**
 * People move cards on real servers, read boards and listen to them, while a process of its own disturbs servers, PostgreSQL
 * and the networks between them by a seeded plan; then the recorded history is judged. A long run is cut into rounds, each
 * with fresh boards, judged and forgotten; the servers and their database go on from one to the next.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { seed, seconds, moves = Number.POSITIVE_INFINITY, servers, tell = () => {} } = options;
  const random = new Random(seed);
  const figures = noFigures();
  const timeline = new Timeline();
  const { kinds, skipped } = await possible(options.faults);
  const result: ChaosResult = {
    seed,
    figures,
    violations: [],
    surprises: [],
    faults: {},
    skipped,
    timeline,
    serverOutput: '',
  };
  const nodeArguments = nodeArgumentsFor(options.defect);
  const stage = new RemoteStage(nodeArguments);
  try {
    const diskBytes = Math.min(MOST_DISK, LEAST_DISK + (Number.isFinite(moves) ? moves : 100_000) * BYTES_PER_MOVE);
    const ports = await stage.tell('open', { servers, kinds, nodeArguments, diskBytes });
    const shop = await furnishShop(ports);
    const plan = planFaults(new Random(random.below(2 ** 32)), kinds, servers);
    const run: Run = { options: { ...DEFAULTS, ...options }, stage, ports, shop, random, plan, tell };
    const origin = sinceBoot();
    const left = () => seconds - (sinceBoot() - origin) / 1_000;
    let disturbedUntil = Number.NEGATIVE_INFINITY;
    for (let i = 0; left() > 0 && figures.acknowledged < moves && isSound(result); i += 1) {
      const round = new Round(String(i + 1), origin, timeline.add);
      round.disturbedUntil = disturbedUntil;
      const dates = Array.from({ length: DATES_PER_ROUND }, (_, day) => dateOf(i * DATES_PER_ROUND + day));
      const violations = await runRound(run, round, dates, Math.min(ROUND_SECONDS, left()), quietAfter(run.options, i));
      countRound(figures, round, judgesCalm(run.options));
      disturbedUntil = round.faults.at(-1)?.endedAt ?? disturbedUntil;
      result.violations.push(...violations);
      result.surprises.push(...round.surprises);
      timeline.faults.push(...round.faults);
      timeline.rounds.push({ begunAt: round.begunAt, endedAt: round.now(), violations });
      for (const { kind } of round.faults)
        result.faults[kind as FaultKind] = (result.faults[kind as FaultKind] ?? 0) + 1;
      figures.seconds = (sinceBoot() - origin) / 1_000;
      tell(`round ${i + 1}: ${figures.acknowledged} changes acknowledged so far, ${violations.length} violations`);
    }
    return result;
  } finally {
    result.serverOutput = `${await stage.tell('output').catch(String)}\n${stage.said}`;
    await stage.end();
  }
}

const isSound = ({ violations, surprises }: ChaosResult) => violations.length + surprises.length === 0;

const dateOf = (day: number): string => new Date(FIRST_DATE + day * DAY_MS).toISOString().slice(0, 10);

async function possible(wanted: FaultKind[]): Promise<{ kinds: FaultKind[]; skipped: ChaosResult['skipped'] }> {
  const why = wanted.includes('full-disk') ? await LimitedDisk.obstacle() : undefined;
  if (why === undefined) return { kinds: wanted, skipped: [] };
  return { kinds: wanted.filter((kind) => kind !== 'full-disk'), skipped: [{ kind: 'full-disk', why }] };
}
