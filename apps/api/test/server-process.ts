import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../src/entry/node.ts', import.meta.url));

/** The server as a process of its own, as `npm start` runs it. */
export interface ServerProcess {
  child: ChildProcess;
  /** All that it printed. */
  output(): string;
  /** Waits until it has printed something that fits; fails when it ends before, or after two minutes: the machine may be busy. */
  printed(text: RegExp): Promise<RegExpMatchArray>;
  /** Its exit code, or the signal that ended it. */
  exit: Promise<number | NodeJS.Signals>;
  /** Ends it by force, if it still runs. */
  kill(): Promise<void>;
}

/** @param how another program in its place, and what comes before it in the command line */
export function startProcess(
  env: Record<string, string>,
  args: string[] = [],
  how: { nodeArguments?: string[]; program?: string } = {},
): ServerProcess {
  const child = spawn(process.execPath, [...(how.nodeArguments ?? []), how.program ?? ENTRY, ...args], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      RATE_LIMIT: 'off',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
  const exit = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  let ended = false;
  exit.then(() => (ended = true));
  return {
    child,
    output: () => text,
    exit,
    async printed(wanted) {
      for (const until = Date.now() + 120_000; Date.now() < until; ) {
        const found = text.match(wanted);
        if (found !== null) return found;
        if (ended) break;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error(`${ended ? 'It ended' : 'It runs'} and did not print ${wanted}, but:\n${text}`);
    },
    async kill() {
      if (!ended) child.kill('SIGKILL');
      await exit;
    },
  };
}

/** Waits for the address that it prints when it is ready, e.g. `http://localhost:40123`. */
export async function addressOf(server: ServerProcess): Promise<string> {
  const [, url] = await server.printed(/is open: {2}(http:\/\/\S+)/);
  return (url as string).replace('localhost', '127.0.0.1');
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
