// npm run docs:api: the reference of the packages that strangers install, made from the comments, in dist/api-docs.
import { join } from 'node:path';
import { writeApiDocs } from './lib/api-docs.ts';
import { root } from './lib/run-command.ts';

const out = join(root, 'dist', 'api-docs');
const { code, output } = await writeApiDocs(out);
console.log(output);
if (code === 0) console.log(`Open ${join(out, 'index.html')}`);
process.exitCode = code;
