import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../../src/entry/node.ts', import.meta.url));
/** Until its address is printed, which is after its database answers: also on a machine that is busy, and after a recovery. */
const START_MS = 90_000;
/** Of what it says, as much of the beginning and of the end. */
const KEPT = 10_000;

/** The real server as a process of its own, on the same port after every start. */
export class ServerUnderTest {
  readonly #environment: Record<string, string>;
  readonly #nodeArguments: string[];
  #child: ChildProcess | undefined;
  port = 0;
  #first = '';
  #latest = '';

  /** @param nodeArguments come before the program, e.g. `--import` and what changes it on load */
  constructor(environment: Record<string, string>, nodeArguments: string[]) {
    this.#environment = environment;
    this.#nodeArguments = nodeArguments;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** What it said, for whoever has to find out why it failed. */
  get output(): string {
    return this.#latest === '' ? this.#first : `${this.#first}\n…\n${this.#latest}`;
  }

  /** Starts it, again on the port that it had, and waits until it and its database answer. */
  async launch(): Promise<void> {
    const env = {
      PATH: process.env.PATH,
      PORT: String(this.port),
      RATE_LIMIT: 'off',
      LOG_LEVEL: 'error',
      ...this.#environment,
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
        if (said.length < KEPT) said += text;
        if (this.#first.length < KEPT) this.#first += text;
        else this.#latest = (this.#latest + text).slice(-KEPT);
      });
    }
    for (const deadline = performance.now() + START_MS; ; await delay(10)) {
      const port = /http:\/\/localhost:(\d+)/.exec(said)?.[1];
      if (port !== undefined) {
        this.port = Number(port);
        return;
      }
      if (!isRunning(child) || performance.now() > deadline) throw new Error(`the server did not start:\n${said}`);
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  /** Waits until the process is gone. */
  async gone(): Promise<void> {
    if (this.#child && isRunning(this.#child)) await once(this.#child, 'exit');
  }

  /** Stops it as Ctrl-C does. */
  async stop(): Promise<void> {
    this.signal('SIGTERM');
    await this.gone();
  }
}

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;
