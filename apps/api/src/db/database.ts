import pLimit, { type LimitFunction } from 'p-limit';
import { escapeLiteral, type Pool, type PoolClient, type QueryConfig } from 'pg';
import { overloaded, unavailable } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { asUnavailable, isLeftBehind, isLostServer, isTransient } from './failures.ts';
import { ServingPool } from './serving-pool.ts';
import { BEGIN, beginWithSettings, type ServingRole } from './session.ts';
import { Tailer } from './tailer.ts';

export interface DatabaseOptions {
  url: string;
  /** Connections at most. */
  poolSize: number;
  /** Searches at a time at most; never more than half of the connections. */
  searchesAtOnce: number;
  /** PostgreSQL's `server_version_num`. */
  serverVersion: number;
  identity: string;
  /** Off behind a pooler that shares connections between transactions, where a statement cannot keep its name. */
  namedStatements: boolean;
  log: { warn(fields: object, message: string): void };
}

/** One statement; its name lets PostgreSQL keep the plan. */
export interface Statement {
  name: string;
  text: string;
  values: unknown[];
}

/** A transaction at work for one shop. */
export interface Tx {
  query<Row extends object>(statement: Statement): Promise<Row[]>;
}

/** What the work of a transaction hands back: its value, and a last statement that travels together with COMMIT. */
export interface Finished<T> {
  value: T;
  last?: Statement;
}

/** Sent in one text with BEGIN, which takes no parameters. */
const SET_SHOP = "select set_config('app.shop', $1, true)";

const ATTEMPTS = 3;

/** Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
const pause = () => new Promise((resolve) => setTimeout(resolve, 10 + Math.random() * 190));

/** Searches that wait for their turn at most: mostly a second or two, and behind more of them nobody would wait to the end. */
const SEARCHES_WAITING = 8;

/**
 * The database as the modules see it: transactions for one shop, under a role that owns nothing. Statements are sent
 * without waiting for the one before (`pipeline`), so BEGIN, the shop's setting and the first statement cost one round
 * trip together.
 */
export class Database {
  readonly identity: string;
  /** Whether its transactions are parts of one that is open, which has failed with the first of them: nothing is then tried again. */
  readonly isPart: boolean = false;
  readonly #serving: ServingPool;
  /** Looks across shops, at revisions only; one connection, so that a busy pool never delays a board's freshness. */
  readonly tailer: Tailer;
  readonly #named: boolean;
  readonly #begin: Record<ServingRole, string>;
  readonly #searches: LimitFunction;
  #generation = 0;

  constructor(options: DatabaseOptions) {
    this.identity = options.identity;
    this.#named = options.namedStatements;
    this.#searches = pLimit(Math.max(1, Math.min(options.searchesAtOnce, options.poolSize >> 1)));
    const ownSessions = options.namedStatements;
    const begin = (role: ServingRole) => (ownSessions ? BEGIN : beginWithSettings(role, options.serverVersion));
    this.#begin = { edgar_app: begin('edgar_app'), edgar_tailer: begin('edgar_tailer') };
    const open = (role: ServingRole, size: number) =>
      new ServingPool({
        ...{ url: options.url, role, size, serverVersion: options.serverVersion, ownSessions },
        onIdleBreak: (error) => options.log.warn({ err: error.message }, 'a database connection broke'),
        onBreak: () => {
          this.#generation += 1;
        },
      });
    this.#serving = open('edgar_app', options.poolSize);
    this.tailer = new Tailer(open('edgar_tailer', 1));
  }

  get pool(): Pool {
    return this.#serving.pool;
  }

  /**
   * Grows whenever a connection broke. What answers from then on may be another server, to which the last changes of the
   * one before never came; what was read or written in an earlier generation must be read again.
   */
  get generation(): number {
    return this.#generation;
  }

  statement({ name, text, values }: Statement): QueryConfig {
    return this.#named ? { name, text, values } : { text, values };
  }

  /**
   * Runs the work in one transaction of the caller's shop. The value is handed out only after PostgreSQL said COMMIT.
   * Deadlocks and serialization failures are tried again, so the work must be repeatable.
   *
   * @throws ApiError `unavailable` where the database could not be reached, or where it is unknown whether it committed
   */
  async transaction<T>(
    ctx: Pick<RequestContext, 'shop' | 'timing'>,
    work: (tx: Tx) => Promise<Finished<T>>,
  ): Promise<T> {
    const started = performance.now();
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await this.#once(ctx.shop.id, work);
        } catch (error) {
          if (!isTransient(error) || attempt === ATTEMPTS)
            throw isTransient(error) ? unavailable(1_000, error, 'raced') : asUnavailable(error);
          await pause();
        }
      }
    } finally {
      ctx.timing.dbMs += performance.now() - started;
    }
  }

  /** As `transaction`, for work that only reads. */
  read<T>(ctx: Pick<RequestContext, 'shop' | 'timing'>, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transaction(ctx, async (tx) => ({ value: await work(tx) }));
  }

  /**
   * As `read`, for a search, which reads all rows of a shop: few at a time, in the order in which they came, so that there
   * are connections left for moves and boards however slow it is.
   *
   * @throws ApiError `unavailable` also where too many wait already
   */
  async search<T>(ctx: Pick<RequestContext, 'shop' | 'timing'>, work: (tx: Tx) => Promise<T>): Promise<T> {
    if (this.#searches.pendingCount >= SEARCHES_WAITING) throw overloaded();
    return this.#searches(() => this.read(ctx, work));
  }

  /** A statement over all shops, under the role that sees revisions only. */
  async tail<Row extends object>(statement: Statement): Promise<Row[]> {
    try {
      if (this.#named) return await this.tailer.query<Row>(this.statement(statement));
      return await this.#tailInTransaction<Row>(statement);
    } catch (error) {
      // The connection of a query that failed is ended, and an ended one tells no more that it broke.
      this.#generation += 1;
      if (isLostServer(error)) this.#leaveServer(error as Error);
      throw isLeftBehind(error) ? unavailable(1_000, error) : asUnavailable(error);
    }
  }

  #leaveServer(error: Error): void {
    this.#serving.leaveServer();
    this.tailer.leaveServer(error);
  }

  async #tailInTransaction<Row extends object>(statement: Statement): Promise<Row[]> {
    const client = await this.tailer.pool.connect();
    const sent = [
      client.query(this.#begin.edgar_tailer),
      client.query<Row>(this.statement(statement)),
      client.query('commit'),
    ];
    const done = await Promise.allSettled(sent);
    const failed = done.find((one) => one.status === 'rejected');
    client.release(failed?.reason);
    const answered = done[1];
    if (failed || answered?.status !== 'fulfilled') throw failed?.reason;
    return answered.value.rows as Row[];
  }

  async #once<T>(shopId: string, work: (tx: Tx) => Promise<Finished<T>>): Promise<T> {
    const client = await this.#serving.connect();
    let broken: Error | undefined;
    try {
      const begun = client.query(`${this.#begin.edgar_app}; ${SET_SHOP.replace('$1', () => escapeLiteral(shopId))}`);
      // Told below; a failure here also fails the statement sent right behind.
      begun.catch(() => {});
      try {
        const { value, last } = await work({
          query: async (statement) => (await client.query(this.statement(statement))).rows,
        });
        await begun;
        await this.#commit(client, last);
        return value;
      } catch (error) {
        await client.query('rollback').catch((cause) => {
          broken = cause;
        });
        throw error;
      }
    } catch (error) {
      if (isLostServer(error)) {
        broken = error as Error;
        this.#leaveServer(broken);
      }
      throw error;
    } finally {
      if (broken) this.#generation += 1;
      // A connection whose transaction could not be ended is not given back: the next caller would work inside it.
      client.release(broken);
    }
  }

  async #commit(client: PoolClient, last: Statement | undefined): Promise<void> {
    // A notice during COMMIT says that the wait for a synchronous standby was given up: committed here, unknown there.
    let noticed = false;
    const notice = () => {
      noticed = true;
    };
    client.on('notice', notice);
    try {
      const written = last && client.query(this.statement(last));
      // If it fails, the transaction is aborted and the COMMIT behind it answers ROLLBACK.
      written?.catch(() => {});
      const committed = client.query('commit');
      committed.catch(() => {});
      await written;
      const { command } = await committed;
      if (command !== 'COMMIT') throw new Error(`COMMIT answered ${command}`);
      if (noticed) throw unavailable(1_000, new Error('a synchronous standby did not confirm'));
    } finally {
      client.removeListener('notice', notice);
    }
  }

  /**
   * Whether both roles can be taken, so that a start fails with PostgreSQL's own reason and not the first request.
   *
   * @throws what `pg` throws, e.g. 42501 where the user of the URL is not a member of the roles
   */
  async probe(): Promise<void> {
    for (const [pool, role] of [
      [this.#serving, 'edgar_app'],
      [this.tailer.pool, 'edgar_tailer'],
    ] as const) {
      const client = await pool.connect();
      try {
        await client.query(this.#begin[role]);
        const { rows } = await client.query<{ role: string }>('select current_user as role');
        await client.query('commit');
        if (rows[0]?.role !== role) throw new Error(`the database serves as ${rows[0]?.role} instead of ${role}`);
      } catch (error) {
        client.release(true);
        throw error;
      }
      client.release();
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#serving.end(), this.tailer.close()]);
  }
}
