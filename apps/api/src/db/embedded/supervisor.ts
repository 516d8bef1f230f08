import { setTimeout as delay } from 'node:timers/promises';
import { explainOutput } from './embedded-error.ts';
import { findFreePort } from './free-port.ts';
import { clearLeftovers } from './leftovers.ts';
import { type Exit, launchPostmaster, type Postmaster, type PostmasterPlan } from './postmaster.ts';
import type { EmbeddedPostgresLog, ServerLog } from './server-log.ts';

/** A server that is started again whenever it dies, always on the same port. */
export interface Supervisor {
  readonly port: number;
  /** The process that serves now, or served last. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** What to tell, and to whom. */
export interface Watchers {
  readonly log: EmbeddedPostgresLog;
  readonly serverLog: ServerLog;
  readonly onExit: (exit: Exit) => void;
  /** Called once, while the first start gets ready. */
  readonly meanwhile: () => void;
}

const MAX_PAUSE_MS = 5_000;
/** A server that served this long died of something new, so the pauses begin small again. */
const HEALTHY_MS = 30_000;
const FIRST_TRIES = 5;

/** Starts a server on a free port and keeps it running until `stop`. Rejects if the first start fails. */
export async function supervise(plan: Omit<PostmasterPlan, 'port'>, watchers: Watchers): Promise<Supervisor> {
  const { log } = watchers;
  const ending = new AbortController();
  let { port, current } = await startFirst(plan, watchers);

  const restart = async (): Promise<void> => {
    let pause = 0;
    while (!ending.signal.aborted) {
      await delay(pause, undefined, { signal: ending.signal }).catch(() => {});
      pause = Math.min(MAX_PAUSE_MS, pause * 2 || 100);
      if (ending.signal.aborted) return;
      const begin = Date.now();
      try {
        await clearLeftovers(plan.pgdata, log);
        // No step between this and the start: whoever stops it afterwards stops the new one.
        if (ending.signal.aborted) return;
        current = launchPostmaster({ ...plan, port }, watchers.serverLog);
        await current.ready;
      } catch (error) {
        log('error', `PostgreSQL did not start again, trying in ${pause} ms: ${(error as Error).message}`);
        continue;
      }
      log('info', `PostgreSQL runs again (process ${current.pid}, port ${port}, after ${Date.now() - begin} ms)`);
      const exit = await current.exited;
      if (Date.now() - begin > HEALTHY_MS) pause = 0;
      report(exit);
    }
  };
  const report = (exit: Exit): void => {
    if (ending.signal.aborted) return;
    log('error', `PostgreSQL ended by itself (${exit.signal ?? `exit code ${exit.code}`}); starting it again`);
    watchers.onExit(exit);
  };
  const watching = current.exited.then((exit) => {
    report(exit);
    return restart();
  });
  return {
    port,
    get pid() {
      return current.pid;
    },
    async stop() {
      ending.abort();
      await current.stop();
      await watching;
    },
  };
}

async function startFirst(
  plan: Omit<PostmasterPlan, 'port'>,
  { serverLog, meanwhile }: Watchers,
): Promise<{ port: number; current: Postmaster }> {
  for (let tries = 1; ; tries++) {
    const port = await findFreePort();
    const current = launchPostmaster({ ...plan, port }, serverLog);
    if (tries === 1) meanwhile();
    try {
      await current.ready;
      return { port, current };
    } catch (error) {
      const said = (error as Error).message;
      // Someone took the port in between; or a dead server's memory is still attached, which passes.
      const passing = /could not bind|could not create any TCP|pre-existing shared memory block/.test(said);
      if (!passing || tries === FIRST_TRIES) throw explainOutput(plan.dataDir, said);
      await delay(500 * tries);
    }
  }
}
