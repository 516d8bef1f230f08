import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { FailureBody } from '@edgar-auto-shop/contract';
import { type OpenShop, openShop } from '../../../../test/open-shop.ts';
import { buildApp } from '../../../app.ts';
import { loadConfig } from '../../../config.ts';
import type { Tx } from '../../../db/database.ts';
import { newestMigration } from '../../../db/migrate.ts';
import { createLog } from '../../../log.ts';
import { Metrics } from '../../../metrics.ts';
import type { Shop } from '../../../request-context.ts';
import { depsOf } from '../../deps.ts';

/** An answer as it came over the wire. */
export interface Reply {
  status: number;
  /** Of a success. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  data: any;
  /** Of a failure. */
  error: FailureBody['error'] & { details?: Record<string, unknown> };
  /** The body, byte for byte. */
  text: string;
  replayed: boolean;
}

export type Send = (method: string, path: string, body?: unknown, key?: string) => Promise<Reply>;

/** The server over real HTTP, for two shops on one database. */
export interface RecordServer extends OpenShop {
  /** To the first shop; `path` from `/api/admin` on. */
  send: Send;
  /** To the other shop. */
  sendOther: Send;
  /** The types of a record's events, oldest first, and its versions: they must be 1, 2, 3 … */
  events(id: string): Promise<{ type: string; version: number }[]>;
  /** Of the first shop's boards. */
  revisions(...dates: string[]): Promise<number[]>;
  /** What the board of the first shop shows. */
  cardsOn(date: string): Promise<object[]>;
}

/**
 * Whether a request waits for as long as a transaction that locked something is under way.
 *
 * @param lock what the transaction does first
 * @param send the request that is to wait
 */
export async function waitsFor<T>(
  { database, ctx }: Pick<OpenShop, 'database' | 'ctx'>,
  lock: (tx: Tx) => Promise<unknown>,
  send: () => Promise<T>,
): Promise<{ waited: boolean; answer: T }> {
  let answered = false;
  const { waited, answer } = await database.transaction(ctx(), async (tx) => {
    await lock(tx);
    const pending = send().finally(() => {
      answered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    return { value: { waited: !answered, answer: [pending] as const } };
  });
  return { waited, answer: await answer[0] };
}

/** Opens it. Close it with `close`. */
export async function openRecordServer(): Promise<RecordServer> {
  const open = await openShop();
  const other: Shop = { id: randomUUID(), name: 'Other shop', time_zone: 'UTC' };
  await open.sql('insert into shops (id, name, time_zone) values ($1, $2, $3)', [
    other.id,
    other.name,
    other.time_zone,
  ]);
  const [mine, theirs] = await Promise.all([listen(open, open.shop), listen(open, other)]);
  return {
    ...open,
    send: sender(mine.port),
    sendOther: sender(theirs.port),
    events: (id) => open.sql('select type, version from events where subject_id = $1 order by version', [id]),
    async revisions(...dates) {
      const rows = await open.sql<{ revision: number }>(
        `select coalesce(b.revision, 0)::int as revision
         from unnest($2::date[]) with ordinality d (date, i)
         left join boards b on b.shop_id = $1 and b.date = d.date order by i`,
        [open.shop.id, dates],
      );
      return rows.map(({ revision }) => revision);
    },
    async cardsOn(date) {
      const [board] = await open.boards.current(open.ctx(), [date]);
      return [...(board?.cards.values() ?? [])];
    },
    async close() {
      await Promise.all([mine.close(), theirs.close()]);
      await open.close();
    },
  };
}

async function listen({ database }: OpenShop, shop: Shop) {
  const config = loadConfig({ RATE_LIMIT: 'off', LOG_LEVEL: 'error' }, { terminal: false });
  const http = { config, log: createLog(config), metrics: new Metrics(), runtime: 'node' as const };
  const app = await buildApp(depsOf(http, { database, shop, migration: await newestMigration() }));
  await app.listen({ port: 0, host: '127.0.0.1' });
  const close = () => {
    app.server.closeAllConnections();
    return app.close();
  };
  return { port: (app.server.address() as AddressInfo).port, close };
}

const sender =
  (port: number): Send =>
  async (method, path, body, key) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/admin${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const { data, error } = JSON.parse(text);
    return {
      status: response.status,
      data,
      error,
      text,
      replayed: response.headers.get('idempotent-replayed') === 'true',
    };
  };
