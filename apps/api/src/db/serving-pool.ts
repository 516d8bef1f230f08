import { Pool, type PoolClient } from 'pg';
import { GatheringSocket } from './gathering-socket.ts';
import { type ServingRole, sessionOptions } from './session.ts';

/** The client's own limit in milliseconds, above the server's: it only fires when the server no longer answers at all. */
const CLIENT_TIMEOUT = 7_000;
const CONNECT_TIMEOUT = 3_000;
const MINUTE = 60_000;
/** At most this often all connections are made anew, in milliseconds. */
const LEAVE_MS = 1_000;

export interface ServingPoolOptions {
  url: string;
  role: ServingRole;
  /** Connections at most. */
  size: number;
  serverVersion: number;
  /** Off behind a pooler that shares connections between transactions: then settings come with each transaction. */
  ownSessions: boolean;
  /** Told of a connection that broke while nobody used it. */
  onIdleBreak(error: Error): void;
  /** Told of any that broke. */
  onBreak(): void;
}

/** Connections under one role. Once their server is left, none of those made before is used again. */
export class ServingPool {
  readonly pool: Pool;
  #server = 0;
  #leftAt = Number.NEGATIVE_INFINITY;
  readonly #madeTo = new WeakMap<object, number>();

  constructor({ url, role, size, serverVersion, ownSessions, onIdleBreak, onBreak }: ServingPoolOptions) {
    this.pool = new Pool({
      connectionString: url,
      max: size,
      ...(ownSessions ? { options: sessionOptions(role, serverVersion) } : {}),
      application_name: role,
      pipeline: true,
      stream: () => new GatheringSocket(),
      query_timeout: CLIENT_TIMEOUT,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      idleTimeoutMillis: 5 * MINUTE,
      keepAlive: true,
    });
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    this.pool.on('error', onIdleBreak);
    this.pool.on('connect', (client) => {
      this.#madeTo.set(client, this.#server);
      // Neither does one at work: its queries fail, and that is where it is told.
      client.on('error', onBreak);
    });
  }

  /** @throws what `pg` throws where none can be had */
  async connect(): Promise<PoolClient> {
    for (;;) {
      const client = await this.pool.connect();
      if (this.#madeTo.get(client) === this.#server) return client;
      client.release(true);
    }
  }

  /** The server became a standby, or is gone: its name may lead to another one by now, but connections to it lead there still. */
  leaveServer(): void {
    // Where there is no other yet, each change that is refused would have all connect anew.
    if (performance.now() - this.#leftAt < LEAVE_MS) return;
    this.#leftAt = performance.now();
    this.#server += 1;
  }

  end(): Promise<void> {
    return this.pool.end();
  }
}
