import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { childrenOf } from './process-tree.ts';

const ENTRY = fileURLToPath(new URL('../../../src/entry/node.ts', import.meta.url));
const START_MS = 20_000;

/** The real server as a process of its own, with its PostgreSQL, on a folder of its own with real fsync. */
export class ServerUnderTest {
  readonly #dataDir: string;
  readonly #nodeArguments: string[];
  #child: ChildProcess | undefined;
  /** The same after every start. */
  port = 0;
  /** What it said, for whoever has to find out why it failed. */
  output = '';

  private constructor(dataDir: string, nodeArguments: string[]) {
    this.#dataDir = dataDir;
    this.#nodeArguments = nodeArguments;
  }

  /** @param nodeArguments come before the program, e.g. `--import` and what changes it on load */
  static async start(nodeArguments: string[] = []): Promise<ServerUnderTest> {
    // Named like the folders of other tests: the next run removes what a killed one left.
    const server = new ServerUnderTest(await mkdtemp(join(tmpdir(), `edgar-test-${process.pid}-kill-`)), nodeArguments);
    await server.launch();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it, again on the port that it had, and waits until its database answers. */
  async launch(): Promise<void> {
    const env = {
      PATH: process.env.PATH,
      PORT: String(this.port),
      DATA_DIR: this.#dataDir,
      RATE_LIMIT: 'off',
      LOG_LEVEL: 'error',
    };
    const child = spawn(process.execPath, [...this.#nodeArguments, ENTRY], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    // Never left behind, whatever ends the test.
    const end = () => void child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        this.output += text;
      });
    }
    const deadline = performance.now() + START_MS;
    for (;;) {
      const port = /http:\/\/localhost:(\d+)/.exec(said)?.[1];
      if (port !== undefined) {
        this.port = Number(port);
        return;
      }
      if (!isRunning(child) || performance.now() > deadline) throw new Error(`the server did not start:\n${said}`);
      await delay(10);
    }
  }

  /**
   * Kill -9 of PostgreSQL's postmaster, of all its processes, and of the server, within microseconds. One process spared
   * would be enough to write to the disk what the others had not.
   */
  kill(): void {
    const file = readFileSync(join(this.#dataDir, 'postgres', 'postmaster.pid'), 'utf8');
    const postmaster = Number.parseInt(file, 10);
    const pids = [postmaster, ...childrenOf(postmaster), this.#child?.pid ?? 0];
    if (!pids.every((pid) => pid > 1) || pids.length < 5) throw new Error(`cannot be the whole server: ${pids}`);
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // A connection's process that ended by itself.
      }
    }
  }

  /** Waits until the process is gone. */
  async gone(): Promise<void> {
    if (this.#child && isRunning(this.#child)) await once(this.#child, 'exit');
  }

  /** Stops it as Ctrl-C does, and removes its data. */
  async stop(): Promise<void> {
    this.#child?.kill('SIGTERM');
    await this.gone();
    await rm(this.#dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;
