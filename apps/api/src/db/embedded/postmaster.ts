import type { ChildProcess } from 'node:child_process';
import type { Binaries } from './binaries.ts';
import { serverTag } from './processes.ts';
import { nameOfWorkingFolder, type ServerAccount, spawnAs } from './server-account.ts';
import type { ServerLog } from './server-log.ts';
import { type Settings, serverArguments } from './settings.ts';

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One life of a PostgreSQL server. */
export interface Postmaster {
  readonly pid: number;
  /** Resolves once connections are accepted; rejects if it ends before. A recovery may take minutes. */
  readonly ready: Promise<void>;
  /** Resolves when it and its processes are gone. Never rejects. */
  readonly exited: Promise<Exit>;
  /** Ends transactions, writes a checkpoint and stops; after a minute without the checkpoint. */
  stop(): Promise<void>;
}

/** What a server needs to start. */
export interface PostmasterPlan {
  readonly binaries: Binaries;
  readonly account: ServerAccount;
  readonly dataDir: string;
  /** PostgreSQL's own folder inside `dataDir`. */
  readonly pgdata: string;
  readonly port: number;
  readonly settings: Settings;
}

const FAST_SHUTDOWN_MS = 60_000;

/** Starts a PostgreSQL server; returns before it is ready. */
export function launchPostmaster(plan: PostmasterPlan, log: ServerLog): Postmaster {
  const folder = nameOfWorkingFolder(plan.account, plan.pgdata);
  const settings = serverArguments(plan.port, serverTag(plan.pgdata), plan.settings);
  const command = [plan.binaries.postgres, '-D', folder, ...settings];
  const child = spawnAs(plan.account, command, plan.pgdata, ['ignore', 'ignore', 'pipe']);
  const exited = whenExited(child);
  // A parent that ends without stopping it, by process.exit or an exception, takes it along where the kernel doesn't.
  const interrupt = (): void => void child.kill('SIGINT');
  process.once('exit', interrupt);
  void exited.then(() => process.off('exit', interrupt));
  return {
    pid: child.pid ?? 0,
    ready: whenReady(child, log, exited),
    exited,
    async stop() {
      interrupt();
      const late = setTimeout(() => child.kill('SIGQUIT'), FAST_SHUTDOWN_MS);
      await exited;
      clearTimeout(late);
    },
  };
}

function whenReady(child: ChildProcess, log: ServerLog, exited: Promise<Exit>): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    let ready = false;
    child.stderr?.setEncoding('utf8');
    child.stderr?.on('data', (chunk: string) => {
      log.write(chunk);
      if (ready) return;
      said += chunk;
      // A standby says "read-only connections".
      ready = /ready to accept (read-only )?connections/.test(said);
      if (ready) resolve();
    });
    void exited.then(() => reject(new Error(said.slice(-2_000))));
  });
}

function whenExited(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    // 'exit' may come before its last words are read, 'close' only after; without a start there is only 'error'.
    child.on('close', (code, signal) => resolve({ code, signal }));
    child.on('error', () => resolve({ code: null, signal: null }));
  });
}
