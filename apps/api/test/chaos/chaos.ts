// npm run chaos: people move cards while servers, PostgreSQL and the networks between them are disturbed; then the recorded
// history is judged. Ends with 1 on any violation, on any surprise, and where nothing was tried.
import { appendFile, writeFile } from 'node:fs/promises';
import { describeViolation } from '@edgar-auto-shop/testing';
import { FAULT_KINDS, type FaultKind } from './faults/fault-kinds.ts';
import { readArguments, USAGE, UsageError } from './read-arguments.ts';
import { shortestFirst } from './report/shortest-first.ts';
import { tellFigures } from './report/tell-figures.ts';
import { timelinePage } from './report/timeline-page.ts';
import { verdictOf } from './report/verdict.ts';
import { runChaos } from './run-chaos.ts';

const SHOWN = 5;

async function main(): Promise<number> {
  const options = readArguments(process.argv.slice(2));
  if (options === 'help') {
    console.log(USAGE);
    return 0;
  }
  if (options.html !== undefined) await checkWritable(options.html);
  console.log(`seed ${options.seed}, ${options.servers} servers, ${options.faults.length} kinds of faults`);
  const result = await runChaos({ ...options, tell: console.log });
  const { violations, surprises, faults, figures, skipped } = result;
  console.log(`\n${tellFigures(figures)}`);
  for (const { kind, why } of skipped) console.log(`left out: ${kind}, because ${why}`);
  console.log('faults:');
  for (const kind of options.faults) console.log(`  ${faults[kind] ?? 0} × ${kind}: ${FAULT_KINDS[kind as FaultKind]}`);
  for (const one of shortestFirst(violations).slice(0, SHOWN)) console.log(`\n${describeViolation(one)}`);
  for (const one of surprises.slice(0, SHOWN)) console.log(`\nsurprise: ${one}`);
  const verdict = verdictOf(result);
  if (verdict === 'empty') console.log('\nNothing was tried: without changes and faults a run proves nothing.');
  if (options.html !== undefined) {
    await writeFile(options.html, timelinePage(result));
    console.log(`\nThe run as a page to look at: ${options.html}`);
  }
  console.log(`\n${violations.length} violations, ${surprises.length} surprises, seed ${result.seed}`);
  return verdict === 'sound' ? 0 : 1;
}

/** After an hour it would be too late. @throws UsageError */
async function checkWritable(file: string): Promise<void> {
  await appendFile(file, '').catch((error: Error) => {
    throw new UsageError(`--html: ${error.message}. Name a file that can be written, in a folder that is there.`);
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  // What was written wrong is told in words; anything else with where it happened.
  const isUsage = error instanceof UsageError;
  console.error(isUsage ? error.message : error);
  process.exitCode = isUsage ? 2 : 1;
}
