import { type Finished, runCommand } from './run-command.ts';

export interface Check {
  readonly name: string;
  readonly command: readonly string[];
  /** What a person does when it fails. */
  readonly advice: string;
  /** Lines worth reading although the check passed. */
  readonly notes?: RegExp;
}

export interface CheckResult {
  readonly check: Check;
  readonly finished: Finished;
  readonly seconds: number;
}

export const checks: readonly Check[] = [
  {
    name: 'types: server and tools',
    command: ['tsc', '--project', 'tsconfig.node.json', '--pretty', 'false'],
    advice: 'Fix the types where they are wrong. A cast hides the fault from the next reader, not from the shop.',
  },
  {
    name: 'types: web',
    command: ['tsc', '--project', 'tsconfig.web.json', '--pretty', 'false'],
    advice: 'Fix the types where they are wrong. A cast hides the fault from the next reader, not from the shop.',
  },
  {
    name: 'format and lint',
    command: ['biome', 'check', '--error-on-warnings', '--colors=off', '.'],
    advice: 'npm run fix  does the formatting and the safe repairs; the rest is yours.',
  },
  {
    name: 'unused files, exports, packages',
    command: ['knip', '--no-progress'],
    advice:
      'Delete what nobody uses, or use it. A package that code imports belongs in its own workspace: npm install NAME -w FOLDER',
  },
  {
    name: 'who may import whom',
    command: ['node', 'scripts/rules/main.ts', 'house'],
    advice:
      'ARCHITECTURE.md draws the arrows. If the drawing is wrong, change it and scripts/rules/ in a pull request of its own.',
  },
  {
    // A dry run without network: npm only compares the two files, as it will on a fresh clone.
    name: 'package-lock.json fits',
    command: ['npm', 'ci', '--dry-run', '--ignore-scripts', '--offline', '--no-audit'],
    advice:
      'npm install  and commit package-lock.json. If npm says "Missing: NAME@" with nothing after it, that version does not exist for some platform: take another one.',
  },
  {
    name: 'file sizes',
    command: ['node', 'scripts/rules/main.ts', 'size'],
    advice: 'Split by what changes together, not by line count.',
    notes: /^over 200 lines/,
  },
];

/** Runs the checks two at a time (the smallest machine we use has two cores) and reports each as it ends. */
export async function runChecks(
  list: readonly Check[],
  report: (result: CheckResult) => void,
  cwd?: string,
): Promise<CheckResult[]> {
  const waiting = [...list];
  const results: CheckResult[] = [];
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const start = performance.now();
      const finished = await runCommand(check.command, cwd === undefined ? {} : { cwd });
      const result = { check, finished, seconds: (performance.now() - start) / 1000 };
      results.push(result);
      report(result);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}

export function describeResult({ check, finished, seconds }: CheckResult): string {
  const line = `${finished.code === 0 ? '✓' : '✗'} ${check.name} (${seconds.toFixed(1)} s)`;
  if (finished.code !== 0) return [line, indent(finished.output), `  → ${check.advice}`, ''].join('\n');
  const notes = finished.output.split('\n').filter((it) => check.notes?.test(it));
  return [line, ...notes.map((it) => `  ${it}`)].join('\n');
}

const indent = (text: string) => text.replace(/^/gm, '  ');
