// npm run defects: switches on one deliberate bug after the other and demands that each is caught, within three seeds, by the
// check that is meant for it; and that the unchanged build passes the same seeds.
import { parseArgs } from 'node:util';
import { tellFinding } from '../../model/finding.ts';
import { DEFECTS } from './defects.ts';
import { openCluster } from './open-cluster.ts';
import { type Caught, faultsOf, SEEDS, tryDefect, tryUnchanged } from './run-defects.ts';

const USAGE = `npm run defects -- [WORD …] [--seeds N,N] [--unchanged]

  WORD         only bugs whose name has one of these words; "some words" in quotes are one
  --seeds N,N  other choices than those of ${SEEDS.join(', ')}
  --unchanged  the unchanged build alone

Bugs, and the scene that reveals each:
${DEFECTS.map(({ name, by }) => `  ${name} (${by})`).join('\n')}`;

function readArguments() {
  const { values, positionals } = parseArgs({
    options: { seeds: { type: 'string' }, unchanged: { type: 'boolean', default: false }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  if (values.help) return { ...values, seeds: SEEDS, chosen: DEFECTS };
  if (!/^\d+(,\d+)*$/.test(values.seeds ?? '1')) throw new Error('--seeds: write whole numbers with commas between.');
  const seeds = values.seeds?.split(',').map(Number) ?? SEEDS;
  const isChosen = (name: string) => positionals.length === 0 || positionals.some((word) => name.includes(word));
  const chosen = DEFECTS.filter(({ name }) => isChosen(name));
  if (chosen.length === 0)
    throw new Error(`No bug has ${positionals.map((word) => `"${word}"`).join(' or ')} in its name.`);
  return { ...values, seeds, chosen };
}

function readOrTell() {
  try {
    return readArguments();
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

const { seeds, chosen, unchanged, help } = readOrTell();
if (help) {
  console.log(USAGE);
  process.exit(0);
}

const seconds = (all: { seconds: number }[]) => `${all.reduce((sum, one) => sum + one.seconds, 0).toFixed(1)} s`;

function rowOf({ defect, trials, isCaught }: Caught): string {
  const last = trials.at(-1);
  const found = trials.flatMap(({ findings }) => findings.slice(0, 1).map(tellFinding)).join('; ') || 'nothing';
  const stopped = trials.flatMap((trial) => trial.stopped ?? []).join('; ');
  const by = isCaught
    ? `${defect.by}: ${defect.breaks.join(' ')}`
    : `NOT CAUGHT by ${defect.by}, which found ${found} ${stopped}`;
  return `| ${defect.name} | ${by} | ${last?.seed} | ${seconds(trials)} |`;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const cluster = await openCluster();
let failed = 0;
try {
  if (!unchanged) console.log('| the bug | caught by | seed | took |\n|---|---|---|---|');
  for (const defect of unchanged ? [] : chosen) {
    const caught = await tryDefect(cluster.url, defect, seeds);
    if (!caught.isCaught) failed += 1;
    console.log(rowOf(caught));
  }
  console.log('\n| the unchanged build | found | seeds | took |\n|---|---|---|---|');
  for (const by of new Set(chosen.map((defect) => defect.by))) {
    const trials = await tryUnchanged(cluster.url, by, seeds);
    const faults = faultsOf(trials);
    if (faults.length > 0) failed += 1;
    console.log(`| ${by} | ${faults.join('\n') || 'nothing'} | ${seeds.join(' ')} | ${seconds(trials)} |`);
  }
} finally {
  await cluster.stop();
}
console.log(`\n${chosen.length} bugs, ${failed} not as they should be`);
process.exitCode = failed === 0 ? 0 : 1;
