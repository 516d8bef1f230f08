import { createTestDatabase } from '@edgar-auto-shop/testing';
import { buildApp } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import { openDatabase } from '../src/entry/open-database.ts';
import { createLog } from '../src/log.ts';
import { Metrics } from '../src/metrics.ts';
import { type Deps, depsOf } from '../src/modules/deps.ts';

/** An answer with its body read. */
export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed where it is JSON, else the text. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects to be there
  body: any;
  /** `body.data`, for answers that must be a success: throws with the body where they are not. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects to be there
  readonly data: any;
}

export interface Served {
  /** `http://127.0.0.1:PORT` */
  url: string;
  /** The owner's, of the database behind it. */
  databaseUrl: string;
  deps: Deps;
  /**
   * Sends a request; a body is sent as JSON, a string or bytes as they are.
   * @example (await api('POST', '/api/admin/customers', { name: 'Ana' })).data.id
   */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

/** Talks to a running server. */
export function caller(url: string): Served['api'] {
  return async (method, path, body, headers = {}) => {
    const raw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
    const response = await fetch(url + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: raw ? (body as string) : JSON.stringify(body),
      redirect: 'manual',
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true && text !== '';
    const parsed = isJson ? JSON.parse(text) : text;
    return {
      status: response.status,
      headers: response.headers,
      body: parsed,
      get data() {
        if (parsed.ok !== true) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
        return parsed.data;
      },
    };
  };
}

/**
 * A running server with every module on an empty database of its own, in about 50 ms.
 * @param settings as environment variables; without a rate limit and silent unless told otherwise
 * @example
 * const served = await serve();
 * afterAll(() => served.close());
 */
export async function serve(settings: Record<string, string> = {}): Promise<Served> {
  const { url: databaseUrl, drop } = await createTestDatabase();
  const config = loadConfig({ RATE_LIMIT: 'off', LOG_LEVEL: 'silent', DATABASE_POOL_SIZE: '5', ...settings });
  const http = { config, log: createLog(config), metrics: new Metrics(), runtime: 'node' as const };
  const open = await openDatabase(databaseUrl, databaseUrl, config, http);
  const deps = depsOf(http, open);
  const app = await buildApp(deps);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const close = async () => {
    app.server.closeAllConnections();
    await app.close();
    await open.database.close();
    await drop();
  };
  return { url, databaseUrl, deps, api: caller(url), close };
}
