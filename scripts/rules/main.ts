// Run by `npm run check` for one group of rules: `node scripts/rules/main.ts house` or `… size`.
import { houseRules, sizeRules } from './all-rules.ts';
import { longFiles } from './shape-rules.ts';
import { readSourceTree } from './source-tree.ts';

const group = process.argv[2] === 'size' ? 'size' : 'house';
const tree = readSourceTree(process.cwd());
const rules = group === 'size' ? sizeRules : houseRules;
let broken = 0;
for (const rule of rules) {
  for (const violation of rule.check(tree)) {
    broken++;
    console.error(`${violation.path}:${violation.line}  ${violation.message}  [${rule.name}]`);
  }
}
if (tree.files.length === 0) {
  broken++;
  console.error('Found no source files. Run this at the root of the repository.');
}
const long = group === 'size' ? longFiles(tree) : [];
for (const line of long) console.log(`over 200 lines, ask why: ${line}`);
process.exitCode = broken > 0 ? 1 : 0;
