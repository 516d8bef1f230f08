import { join } from 'node:path';
import { prepareBinaries } from './binaries.ts';
import { EDGAR, ensureCluster } from './cluster.ts';
import { openFolder } from './data-folder.ts';
import { explainFileError } from './embedded-error.ts';
import { lockFolder } from './folder-lock.ts';
import { clearLeftovers } from './leftovers.ts';
import type { Exit } from './postmaster.ts';
import { chooseAccount } from './server-account.ts';
import { type EmbeddedPostgresLog, openServerLog } from './server-log.ts';
import type { Settings } from './settings.ts';
import { supervise } from './supervisor.ts';

/** How to start the embedded PostgreSQL. */
export interface EmbeddedPostgresOptions {
  /** The folder that holds the data, made if missing. One process at a time. */
  readonly dataDir: string;
  /** Told of starts, restarts and PostgreSQL's FATAL and PANIC lines; the rest is in `dataDir`/postgres.log. */
  readonly log?: EmbeddedPostgresLog;
  /** Called while PostgreSQL is on its way up, in a process of its own: a good moment for work that has to be done anyway. */
  readonly meanwhile?: () => void;
  /** Called when PostgreSQL ended without `stop`; it is started again on the same port by itself. */
  readonly onExit?: (exit: Exit) => void;
  /** PostgreSQL settings over the defaults. `fsync: 'off'` is for tests only: it gives up the data's safety. */
  readonly settings?: Settings;
}

/** A running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  /** For `pg`: the owner of the database `edgar`, over 127.0.0.1. Holds the password. Stays the same until `stop`. */
  readonly url: string;
  /** PostgreSQL's process; another one after a restart. */
  readonly pid: number;
  /** Rolls back what is unfinished, stops PostgreSQL and lets the folder go. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on a folder: about half a second the first time, 50 ms later. Recovers by itself from kill -9 of
 * this process, of PostgreSQL, or of both. On Linux PostgreSQL stops when the thread that called this dies, so call
 * it from the main thread.
 *
 * @throws EmbeddedPostgresError with a message that says what to do.
 * @example
 * const postgres = await startEmbeddedPostgres({ dataDir: './data' });
 * const pool = new pg.Pool({ connectionString: postgres.url });
 * // ...
 * await pool.end();
 * await postgres.stop();
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log = () => {}, onExit = () => {}, meanwhile = () => {}, settings = {} } = options;
  const dataDir = await openFolder(options.dataDir);
  const lock = await lockFolder(dataDir);
  try {
    const pgdata = join(dataDir, 'postgres');
    const account = await chooseAccount(pgdata);
    if (process.platform === 'linux' && account.wrapper.length === 0) {
      log(
        'warn',
        'setpriv is missing (package util-linux): if this program is killed, PostgreSQL runs on until its next start',
      );
    }
    const binaries = await prepareBinaries(account);
    await clearLeftovers(pgdata, log);
    const durable = settings.fsync !== 'off';
    const password = await ensureCluster({ dataDir, pgdata, account, binaries, durable });
    const serverLog = openServerLog(join(dataDir, 'postgres.log'), log);
    const plan = { binaries, account, dataDir, pgdata, settings };
    const server = await supervise(plan, { log, serverLog, onExit, meanwhile }).catch((error: unknown) => {
      serverLog.close();
      throw error;
    });
    let stopped: Promise<void> | undefined;
    return {
      url: `postgres://${EDGAR}:${password}@127.0.0.1:${server.port}/${EDGAR}`,
      get pid() {
        return server.pid;
      },
      stop() {
        stopped ??= server.stop().finally(() => {
          serverLog.close();
          lock.release();
        });
        return stopped;
      },
    };
  } catch (error) {
    lock.release();
    throw explainFileError(dataDir, error);
  }
}
