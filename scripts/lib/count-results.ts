import { readFileSync, rmSync } from 'node:fs';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What went wrong beside single tests, one line each. */
  readonly problems: readonly string[];
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: { message?: string }[];
}

export function countVitest(report: unknown, exitCode: number): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = report as VitestReport;
  // A file that cannot be loaded has no test in it, so it would be missing from the sum without a trace.
  const unloaded = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((it) => it.status === 'failed'),
  );
  const skipped = numPendingTests + numTodoTests;
  const problems = unloaded.map((file) => `${file.name} could not be run`);
  return settle({ passed: numPassedTests, failed: numFailedTests, skipped, problems }, exitCode);
}

export function countPlaywright(report: unknown, exitCode: number): Counts {
  const { stats, errors } = report as PlaywrightReport;
  // A test that passes at the second try has failed once, and would once fail someone's release.
  const failed = stats.unexpected + stats.flaky;
  const problems = errors.map((error) => (error.message ?? 'an error outside the tests').split('\n')[0] ?? '');
  return settle({ passed: stats.expected, failed, skipped: stats.skipped, problems }, exitCode);
}

/** Turns what single tests don't show into failures: a crash, a file that did not load, a run without any test. */
function settle(counts: Counts, exitCode: number): Counts {
  const problems = [...counts.problems];
  if (counts.passed + counts.failed === 0) problems.push('no test was run');
  if (exitCode !== 0 && counts.failed + problems.length === 0) problems.push(`it ended with exit code ${exitCode}`);
  return { ...counts, failed: counts.failed + problems.length, problems };
}

/** Counts from a runner's JSON file; a runner that left none behind has crashed. */
export function countFile(file: string, exitCode: number, count: typeof countVitest): Counts {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')), exitCode);
  } catch {
    const problem = `it ended with exit code ${exitCode} and left no readable report`;
    return { passed: 0, failed: 1, skipped: 0, problems: [problem] };
  } finally {
    rmSync(file, { force: true });
  }
}
