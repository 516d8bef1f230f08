import { buildApp, buildWaitingApp } from '../app.ts';
import type { Config } from '../config.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../db/embedded/start-embedded-postgres.ts';
import { describeApi } from '../http/docs.ts';
import { Front } from '../http/front.ts';
import type { Log } from '../log.ts';
import { Metrics } from '../metrics.ts';
import { type Deps, depsOf } from '../modules/deps.ts';
import type { DemoWish } from './arguments.ts';
import { demoDay } from './demo-day.ts';
import { fixedAtFirstStart, greeting } from './greeting.ts';
import { openDatabase } from './open-database.ts';
import { explainListenError } from './port-trouble.ts';
import { keepTrying } from './reach-database.ts';

/** How long requests in flight may take to finish when the server stops, in milliseconds. */
const FINISH_MS = 10_000;

export interface Running {
  port: number;
  /** Finishes what is in flight, then stops the database. May be called twice. */
  stop(): Promise<void>;
}

type Undo = () => Promise<void>;

/**
 * Opens the port, then the database behind it, and answers when both are there.
 * @param print for the person who started it
 * @param stopped ends the attempts to reach a database
 * @throws EmbeddedPostgresError, StartError, DatabaseNewerError, ServerTooOldError; what was started by then is stopped again
 */
export async function startServer(
  config: Config,
  log: Log,
  print: (line: string) => void,
  { demo, stopped }: { demo: DemoWish; stopped: AbortSignal },
): Promise<Running> {
  // What has been started, to be ended in the opposite order.
  const undo: Undo[] = [];
  let front: Front | undefined;
  let deps: Deps | undefined;
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      deps?.feeds.close();
      await front?.close(FINISH_MS);
      for (const step of undo.reverse()) await step();
    })();
    return stopping;
  };
  try {
    const metrics = new Metrics().watchProcess();
    const http = { config, log, metrics, runtime: 'node' as const };
    front = await openPort(http, config);
    const url = config.databaseUrl ?? (await startEmbedded(config, log, undo)).url;
    const ownerUrl = config.databaseMigrationUrl ?? url;
    const open = await keepTrying(url, () => openDatabase(url, ownerUrl, config, http), print, stopped);
    undo.push(() => open.database.close());
    deps = depsOf(http, open);
    const app = await buildApp(deps);
    undo.push(() => app.close());
    front.handOver(app);
    for (const warning of fixedAtFirstStart(config, open.shop)) print(warning);
    const hint = await demoDay(open, demo);
    print(greeting(config, front.port, open.shop, hint).join('\n'));
    return { port: front.port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openPort(http: Parameters<typeof buildWaitingApp>[0], config: Config): Promise<Front> {
  try {
    return await Front.open(await buildWaitingApp(http), config.port, config.host);
  } catch (error) {
    throw await explainListenError(error, config);
  }
}

async function startEmbedded(config: Config, log: Log, undo: Undo[]): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    log: (level, message) => log[level]({ part: 'postgres' }, message),
    meanwhile: describeApi,
  });
  undo.push(() => postgres.stop());
  return postgres;
}
