// npm start: builds what is not built, then becomes the server. The server runs in this very process, so that Ctrl-C and
// SIGTERM reach it directly and its exit code is ours.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { flagsNpmTook } from '../apps/api/src/entry/arguments.ts';
import { root } from './lib/run-command.ts';
import { buildIfNeeded } from './lib/web-build.ts';

// On standard error: without a terminal, standard output belongs to the server's log.
const fault = await buildIfNeeded(root, (line) => console.error(line));
if (fault !== null) {
  console.error(`${fault}\n\nThe web app could not be built, so nothing was started.`);
  process.exit(1);
}

const entry = join(root, 'apps', 'api', 'src', 'entry', 'node.ts');
process.argv[1] = entry;
process.argv.push(...flagsNpmTook(process.env));
await import(pathToFileURL(entry).href);
