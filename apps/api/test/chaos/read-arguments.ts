import { parseArgs } from 'node:util';
import type { ChaosOptions } from './chaos-options.ts';
import { IN_A_STORM } from './defects/defects.ts';
import { ALL_FAULTS, FAULT_KINDS, type FaultKind } from './faults/fault-kinds.ts';

const list = ALL_FAULTS.map((kind) => `  ${kind.padEnd(16)}${FAULT_KINDS[kind]}`).join('\n');

export const USAGE = `npm run chaos -- [--moves N] [--seconds S] [--seed N] [--servers 1..3] [--faults a,b] [--defect NAME] [--html FILE] [--untimed]

  --moves N      ends when N changes are acknowledged; then without --seconds it takes as long as it takes
  --seconds S    ends after S seconds; 60 unless --moves says otherwise
  --seed N       repeats the choices of a run; its exact timing cannot be repeated
  --servers N    servers on one database; 2 unless told otherwise
  --faults a,b   kinds of faults; all unless told otherwise
  --defect NAME  runs the server with a deliberate bug, which must be noticed
  --html FILE    writes the run as a page to look at
  --untimed      leaves out how long recoveries (I12) and listeners (I9) take: where others keep the machine busy nobody can say

Faults:
${list}

Defects (npm run defects has many more, each with what reveals it):
${IN_A_STORM.map(({ name }) => `  ${name}`).join('\n')}`;

const HOUR = 3_600;

/** The command line asks for what there is not; says what to write instead. */
export class UsageError extends Error {}

/** What the command line asks for. @throws UsageError */
export function readArguments(args: string[]): (ChaosOptions & { html: string | undefined }) | 'help' {
  const option = { type: 'string' } as const;
  const { values } = parse({
    args,
    options: {
      moves: option,
      seconds: option,
      seed: option,
      servers: option,
      faults: option,
      defect: option,
      html: option,
      untimed: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  const defect = IN_A_STORM.find(({ name }) => name === values.defect);
  if (values.defect !== undefined && !defect)
    throw new UsageError(`There is no defect "${values.defect}".\n\n${USAGE}`);
  const moves = values.moves === undefined ? undefined : whole('--moves', values.moves, 1, 100_000_000);
  const longest = moves === undefined ? 60 : 24 * HOUR;
  return {
    seed:
      values.seed === undefined ? Math.floor(Math.random() * 2 ** 32) : whole('--seed', values.seed, 0, 2 ** 32 - 1),
    seconds: values.seconds === undefined ? longest : whole('--seconds', values.seconds, 1, 24 * HOUR),
    ...(moves === undefined ? {} : { moves }),
    servers: whole('--servers', values.servers ?? '2', 1, 3),
    faults: values.faults === undefined ? ALL_FAULTS : values.faults.split(',').map(kindOf),
    pauseMs: 4,
    judgesTimes: !values.untimed,
    ...(defect ? { defect } : {}),
    html: values.html,
  };
}

/** As `parseArgs`, whose every error is one of who wrote the arguments. */
const parse: typeof parseArgs = (config) => {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
};

function whole(name: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`${name}: write a whole number from ${least} to ${most}.`);
}

function kindOf(text: string): FaultKind {
  if (Object.hasOwn(FAULT_KINDS, text)) return text as FaultKind;
  throw new UsageError(`--faults: there is no "${text}". Write some of these with commas: ${ALL_FAULTS.join(', ')}.`);
}
