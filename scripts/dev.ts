// npm run dev: the server, started again when its sources change, and Vite, which reloads the web app in the browser.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './lib/run-command.ts';

const bin = join(root, 'node_modules', '.bin');
const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };

// Each in a process group of its own: Ctrl-C then reaches only us, and each child gets one signal and not two, which
// a server may take for "stop waiting and die".
function start(program: string, args: readonly string[], cwd: string): ChildProcess {
  return spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'inherit', 'inherit'] });
}

const server = join('apps', 'api', 'src', 'entry', 'node.ts');
const children = [
  start(process.execPath, ['--watch', '--watch-preserve-output', server, ...process.argv.slice(2)], root),
  start('vite', [], join(root, 'apps', 'web')),
];

let stopping = false;
function stop(exitCode: number): void {
  if (stopping) return;
  stopping = true;
  process.exitCode = exitCode;
  for (const child of children) child.kill('SIGTERM');
}

process.on('SIGINT', () => stop(0));
process.on('SIGTERM', () => stop(0));
process.on('SIGHUP', () => stop(0));
for (const child of children) {
  child.on('error', (error) => {
    console.error(error.message);
    stop(1);
  });
  // One without the other is half a workshop: when one ends by itself, so does the other.
  child.on('exit', (code) => stop(code ?? 1));
}
