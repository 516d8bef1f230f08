// Every command starts here, in plain JavaScript that any Node can read, because the rest is TypeScript run directly:
// Node 20 would answer `ERR_UNKNOWN_FILE_EXTENSION`, which tells nobody that `npm rebuild node` is what's missing.
// The pinned Node 24 is an npm package; its binary arrives by an install script, and `--ignore-scripts` leaves it out.
import * as modules from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const NEEDED = 24;
const [script, ...args] = process.argv.slice(2);
const major = Number(process.versions.node.split('.')[0]);

if (script === undefined) {
  console.error('usage: node scripts/run.mjs SCRIPT [ARGUMENT...]');
  process.exit(2);
}
if (major < NEEDED) {
  console.error(
    [
      `This project runs on Node ${NEEDED}, and this is Node ${process.versions.node}.`,
      '',
      `  npm brings its own Node ${NEEDED} along with the other packages. If you have not installed them: npm ci`,
      '  If you installed them with --ignore-scripts, that step was left out. Make up for it:  npm rebuild node',
      `  Then start again through npm ("npm start", "npm test"), which puts that Node ${NEEDED} first.`,
    ].join('\n'),
  );
  process.exit(1);
}

// Modules are parsed and stripped of their types once, not at every start: a quarter of a second of each. In a folder that
// belongs to this checkout, so that nobody else chooses what we run; where it can't be written, nothing is cached.
const compiled = join(import.meta.dirname, '..', 'node_modules', '.cache', 'compiled');
modules.enableCompileCache(compiled);
// For the processes that this one starts.
process.env.NODE_COMPILE_CACHE ??= compiled;

// The script sees the arguments as if it had been started by itself, and stays in this process: one process, one signal.
const path = resolve(script);
process.argv = [process.argv[0] ?? 'node', path, ...args];
await import(pathToFileURL(path).href);
