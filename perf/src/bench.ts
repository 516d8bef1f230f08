// npm run bench: the figures beside their budgets, as ratios measured in turn in one run. See perf/README.md. Runs on import.
import { parseArgs } from 'node:util';
import { measureAfterChange } from './figures/change-figures.ts';
import { Answers, type Figure } from './figures/figure.ts';
import { measureFreshReads } from './figures/fresh-figures.ts';
import { measureLatencies } from './figures/latency-figures.ts';
import { measureMemory } from './figures/memory-figures.ts';
import { measureMoves } from './figures/move-figures.ts';
import { measureOverload } from './figures/overload-figures.ts';
import { measureReads } from './figures/read-figures.ts';
import { figureTable, isShort, latencyTable, notes, processorTable } from './figures/report.ts';
import { measureScale } from './figures/scale-figures.ts';
import { measureStreams } from './figures/stream-figures.ts';
import { profileMoves } from './profile/profile-moves.ts';
import { describeMachine, linesAbout } from './stage/machine.ts';
import { openStage, type Stage } from './stage/open-stage.ts';
import { findPgbench, HOW_TO_GET_IT, pgbenchVersion } from './stage/pgbench.ts';
import { FULL, QUICK } from './stage/scale.ts';

const ALWAYS = ['moves', 'reads', 'fresh', 'change', 'latency', 'streams', 'overload'];
const PARTS = new Set([...ALWAYS, 'scale', 'memory']);

const USAGE = `usage: npm run bench -- [--quick] [--only PARTS] [--profile] [--strict]

  --quick    half a second of everything, without pgbench: shows that it runs and that every answer is right
  --only     some of ${[...PARTS].join()}; scale and memory are only run when named: scale needs what  npm run perf:fill  makes
  --minutes  how long memory is watched, 60 unless said otherwise
  --profile  where the time of a move goes, instead of the figures
  --strict   a figure that misses its budget makes the exit code 1
`;

const options = {
  quick: { type: 'boolean', default: false },
  only: { type: 'string', default: ALWAYS.join() },
  minutes: { type: 'string', default: '60' },
  profile: { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

function print(lines: string[]): void {
  console.log(lines.join('\n'));
  console.log();
}

async function measure(
  stage: Stage,
  only: Set<string>,
  quick: boolean,
  minutes: number,
): Promise<{ figures: Figure[]; answers: Answers }> {
  const answers = new Answers();
  const figures: Figure[] = [];
  const pgbench = quick ? null : findPgbench();
  if (only.has('moves')) {
    if (pgbench !== null) print([`limit of moves: ${await pgbenchVersion(pgbench)} on the same server`]);
    else if (!quick) print([HOW_TO_GET_IT]);
    figures.push(...(await measureMoves(stage, pgbench, answers)));
  }
  if (only.has('reads')) figures.push(...(await measureReads(stage, answers)));
  if (only.has('fresh')) figures.push(...(await measureFreshReads(stage, answers)));
  if (only.has('change')) figures.push(...(await measureAfterChange(stage, answers)));
  if (figures.length > 0) {
    print(figureTable(figures));
    print(processorTable(figures));
    print(notes(figures));
  }
  if (only.has('latency')) print(latencyTable(await measureLatencies(stage, answers)));
  if (only.has('streams')) print(await measureStreams(stage, answers));
  if (only.has('overload')) {
    const overload = await measureOverload(stage, answers);
    print([...overload.lines, '', ...figureTable(overload.figures)]);
    figures.push(...overload.figures);
  }
  if (only.has('memory')) {
    const memory = await measureMemory(stage, minutes, answers);
    print([...memory.lines, '', ...figureTable(memory.figures)]);
    figures.push(...memory.figures);
  }
  if (only.has('scale')) {
    const measured = await measureScale(stage.scale, quick, answers);
    print([...measured.lines, '', ...figureTable(measured.figures)]);
    figures.push(...measured.figures);
  }
  return { figures, answers };
}

/** @throws Error with what to write instead */
function readArguments() {
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const only = new Set(values.only.split(','));
  const unknown = [...only].filter((part) => !PARTS.has(part));
  if (unknown.length > 0) throw new Error(`--only: there is no "${unknown.join('", "')}".`);
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new Error('--minutes: write a number above 0.');
  return { ...values, only, minutes };
}

function readOrTell() {
  try {
    return readArguments();
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

async function main(): Promise<number> {
  const values = readOrTell();
  const scale = values.quick ? QUICK : FULL;
  const stage = await openStage(scale);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stage.close().finally(() => process.exit(130)));
  }
  try {
    print(linesAbout(await describeMachine(stage.databaseUrl, stage.dataDir)));
    if (values.profile) {
      print(await profileMoves(stage));
      return 0;
    }
    print([
      `${scale.clients} clients, ${scale.rounds} rounds of ${scale.seconds} s for each side, in turn; ratios are medians of the rounds`,
    ]);
    const { figures, answers } = await measure(stage, values.only, values.quick, values.minutes);
    print([`${answers.checked.toLocaleString('en')} answers checked, ${answers.wrong} wrong`, ...answers.complaints]);
    const short = figures.filter(isShort);
    if (short.length > 0) print([`Short of the budget: ${short.map(({ what }) => what).join('; ')}.`]);
    return answers.wrong > 0 || answers.checked === 0 || (values.strict && short.length > 0) ? 1 : 0;
  } finally {
    await stage.close();
  }
}

process.exitCode = await main();
