import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { countFile, countPlaywright, countVitest } from './lib/count-results.ts';
import { temporaryFolder } from './test/temporary-folder.ts';

const vitest = (passed: number, failed: number, files: { status: string; tests: string[] }[]) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: files.map((file, index) => ({
    name: `${index}.test.ts`,
    status: file.status,
    assertionResults: file.tests.map((status) => ({ status })),
  })),
});
const playwright = (expected: number, unexpected: number, flaky = 0, errors: { message: string }[] = []) => ({
  stats: { expected, unexpected, flaky, skipped: 0 },
  errors,
});

describe('counting what Vitest reports', () => {
  test('passed, failed and skipped are taken as they are', () => {
    const report = vitest(2, 1, [{ status: 'failed', tests: ['passed', 'passed', 'failed'] }]);
    expect(countVitest(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 1, problems: [] });
  });

  test('a file that cannot be loaded is a failure, though no test in it failed', () => {
    const report = vitest(2, 0, [
      { status: 'passed', tests: ['passed', 'passed'] },
      { status: 'failed', tests: [] },
    ]);
    expect(countVitest(report, 1)).toMatchObject({ failed: 1, problems: ['1.test.ts could not be run'] });
  });

  test('a run without any test is a failure', () => {
    expect(countVitest(vitest(0, 0, []), 0)).toMatchObject({ failed: 1, problems: ['no test was run'] });
  });

  test('an exit code that no test explains is a failure', () => {
    const report = vitest(1, 0, [{ status: 'passed', tests: ['passed'] }]);
    expect(countVitest(report, 0).failed).toBe(0);
    expect(countVitest(report, 1)).toMatchObject({ failed: 1, problems: ['it ended with exit code 1'] });
  });
});

describe('counting what Playwright reports', () => {
  test('a test that passed only at the second try has failed', () => {
    expect(countPlaywright(playwright(3, 1, 1), 1)).toMatchObject({ passed: 3, failed: 2 });
  });

  test('an error outside the tests is a failure', () => {
    const report = playwright(3, 0, 0, [{ message: 'SyntaxError: a.spec.ts\nmore' }]);
    expect(countPlaywright(report, 1)).toMatchObject({ failed: 1, problems: ['SyntaxError: a.spec.ts'] });
  });
});

describe('a runner that crashed', () => {
  test.each([null, '{"cut": '])('left %j behind: a failure', (text) => {
    const file = join(temporaryFolder(), 'report.json');
    if (text !== null) writeFileSync(file, text);
    const problems = ['it ended with exit code 134 and left no readable report'];
    expect(countFile(file, 134, countVitest)).toEqual({ passed: 0, failed: 1, skipped: 0, problems });
  });
});
