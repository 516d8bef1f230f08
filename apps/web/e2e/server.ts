import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');
const START_MS = 60_000;

/** The real server with a database of its own. */
export class TestServer {
  readonly #data = mkdtempSync(join(tmpdir(), 'edgar-e2e-'));
  readonly #settings: Record<string, string>;
  #process: ChildProcess | null = null;
  #port = 0;

  /** @param settings beside a data folder of its own and no rate limit */
  constructor(settings: Record<string, string> = {}) {
    this.#settings = settings;
  }

  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  /** Starts it, the second time on the same port and the same data. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['apps/api/src/entry/node.ts'], {
      cwd: ROOT,
      env: {
        ...process.env,
        RATE_LIMIT: 'off',
        LOG_LEVEL: 'warn',
        ...this.#settings,
        PORT: String(this.#port),
        DATA_DIR: this.#data,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    this.#port = await addressOf(child);
  }

  /** Ends it as a power cut would. What it acknowledged is still there at the next start. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    rmSync(this.#data, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

/** Reads what the server prints until it says where it is open. */
function addressOf(child: ChildProcess): Promise<number> {
  return new Promise((settle, reject) => {
    let printed = '';
    const timer = setTimeout(() => reject(new Error(`The server did not start in time:\n${printed}`)), START_MS);
    const read = (chunk: Buffer) => {
      printed += chunk;
      const port = /is open:\s+http:\/\/[^\s:]+:(\d+)/.exec(printed)?.[1];
      if (!port) return;
      clearTimeout(timer);
      settle(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${printed}`)));
  });
}
