import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { settings } from '../../../apps/api/src/config.ts';

const ENTRY = fileURLToPath(new URL('../../../apps/api/src/entry/node.ts', import.meta.url));
const START_MS = 60_000;

/** The real server in a process of its own, as `npm start` runs it. */
export interface AppServer {
  port: number;
  pid: number;
  /** The address of its inspector, where one was asked for. */
  inspector: string | null;
  stop(): Promise<void>;
}

/**
 * Starts the server on a database that is there. It logs every request, as it does in a shop, to nowhere.
 * @param inspect opens Node's inspector, for a profile
 */
export async function startAppServer(databaseUrl: string, inspect = false): Promise<AppServer> {
  // The settings of whoever runs this are not those of the benchmark.
  const inherited = Object.entries(process.env).filter(([name]) => !(name in settings));
  const child = spawn(process.execPath, [...(inspect ? ['--inspect=127.0.0.1:0'] : []), ENTRY], {
    env: { ...Object.fromEntries(inherited), DATABASE_URL: databaseUrl, PORT: '0', RATE_LIMIT: 'off' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the server did not start: ${told}`)), START_MS);
    child.stderr.on('data', (chunk) => {
      told += chunk;
      const found = /is open: +http:\/\/[^:]+:(\d+)/.exec(told);
      if (found === null) return;
      clearTimeout(timer);
      resolve(Number(found[1]));
    });
    child.once('exit', () => reject(new Error(`the server ended: ${told}`)));
  });
  return {
    port,
    pid: child.pid as number,
    inspector: /ws:\/\/\S+/.exec(told)?.[0] ?? null,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
