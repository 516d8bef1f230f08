// npm run check: everything about the house that can be said without running it.
import { checks, describeResult, runChecks } from './lib/checks.ts';

const results = await runChecks(checks, (result) => console.log(describeResult(result)));
const failed = results.filter((it) => it.finished.code !== 0).length;
console.log(failed === 0 ? 'All checks passed.' : `${failed} of ${results.length} checks failed.`);
process.exitCode = failed === 0 ? 0 : 1;
