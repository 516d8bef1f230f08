import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '../browser.ts';
import { checks, describeResult, runChecks } from './checks.ts';
import { type Counts, countFile, countPlaywright, countVitest } from './count-results.ts';
import { root, runCommand } from './run-command.ts';

const REPORTS = join(root, 'node_modules', '.cache', 'test-reports');

async function check(): Promise<Counts> {
  const results = await runChecks(checks, (result) => console.log(describeResult(result)));
  const failed = results.filter((it) => it.finished.code !== 0).length;
  return { passed: results.length - failed, failed, skipped: 0, problems: [] };
}

async function unit(filters: readonly string[]): Promise<Counts> {
  const file = reportFile('vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await runCommand(['vitest', 'run', ...reporters, ...filters], { stream: true });
  return countFile(file, code, countVitest);
}

async function e2e(filters: readonly string[]): Promise<Counts> {
  const file = reportFile('playwright.json');
  const browser = await findBrowser();
  console.log(`Browser: ${browser.description}`);
  // The configuration is read again in every worker; handing the answer on spares each the search.
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file, TEST_BROWSER: JSON.stringify(browser) };
  const command = ['playwright', 'test', '--config=apps/web/playwright.config.ts', '--reporter=list,json', ...filters];
  const { code } = await runCommand(command, { stream: true, env });
  return countFile(file, code, countPlaywright);
}

function reportFile(name: string): string {
  mkdirSync(REPORTS, { recursive: true });
  const file = join(REPORTS, name);
  // Yesterday's report would speak for a runner that crashes today.
  rmSync(file, { force: true });
  return file;
}

export const parts = { check, unit, e2e };
export type PartName = keyof typeof parts;
