import type { PoolClient, QueryConfig, QueryResultRow } from 'pg';
import type { ServingPool } from './serving-pool.ts';

/**
 * One connection that looks across shops, held for as long as it works. Whoever asks does not wait for the answer of
 * who asked before: statements are sent one behind the other. Taking it from its pool and giving it back with each of
 * thousands of small questions a second would cost as much as the questions do.
 */
export class Tailer {
  /** Of one connection; opens it, and opens another when it broke. */
  readonly pool: ServingPool;
  #held: Promise<PoolClient> | undefined;

  constructor(pool: ServingPool) {
    this.pool = pool;
  }

  /** @throws what `pg` throws; the connection is then another one next time */
  async query<Row extends QueryResultRow>(statement: QueryConfig): Promise<Row[]> {
    this.#held ??= this.#connect();
    const held = this.#held;
    try {
      return (await (await held).query<Row>(statement)).rows;
    } catch (error) {
      this.#drop(held, error as Error);
      throw error;
    }
  }

  /** Its server became a standby, or is gone: what is asked from now on is asked of whoever is the primary then. */
  leaveServer(error: Error): void {
    this.pool.leaveServer();
    if (this.#held) this.#drop(this.#held, error);
  }

  async close(): Promise<void> {
    if (this.#held) this.#drop(this.#held);
    await this.pool.end();
  }

  #connect(): Promise<PoolClient> {
    const held = this.pool.connect().then((client) => {
      // One that breaks while nobody asks is replaced before somebody does.
      client.once('error', (error) => this.#drop(held, error));
      client.once('end', () => this.#drop(held, new Error('the connection ended')));
      return client;
    });
    return held;
  }

  #drop(held: Promise<PoolClient>, error?: Error): void {
    if (this.#held !== held) return;
    this.#held = undefined;
    held.then(
      (client) => client.release(error),
      () => {},
    );
  }
}
