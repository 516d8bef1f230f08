// npm test: the checks, then the tests of every workspace, then the board in a real browser; one line of sums at the end.
//   npm test -- unit apps/api/src/modules     one part, with the runner's own filters
import { type PartName, parts } from './lib/test-parts.ts';

const isPart = (word: string): word is PartName => Object.hasOwn(parts, word);

const words = process.argv.slice(2);
const firstFilter = words.findIndex((word) => !isPart(word));
const chosen = (firstFilter < 0 ? words : words.slice(0, firstFilter)).filter(isPart);
const filters = firstFilter < 0 ? [] : words.slice(firstFilter);

if (filters.length > 0 && (chosen.length !== 1 || chosen[0] === 'check')) {
  console.error('Filters go to one runner: npm test -- unit FILTER, or npm test -- e2e FILTER');
  process.exit(2);
}

let [passed, failed, skipped] = [0, 0, 0];
const problems: string[] = [];
for (const name of chosen.length > 0 ? chosen : (Object.keys(parts) as PartName[])) {
  console.log(`\n── ${name} ──`);
  const start = performance.now();
  const counts = await parts[name](filters).catch((error: unknown) => {
    const problem = error instanceof Error ? error.message : String(error);
    return { passed: 0, failed: 1, skipped: 0, problems: [problem] };
  });
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(`${name}: ${counts.passed} passed and ${counts.failed} failed in ${seconds} s`);
  problems.push(...counts.problems.map((it) => `${name}: ${it}`));
  passed += counts.passed;
  failed += counts.failed;
  skipped += counts.skipped;
}

console.log(['', ...problems].join('\n'));
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;
