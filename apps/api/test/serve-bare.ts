import { buildApp, type Module } from '../src/app.ts';
import { loadConfig } from '../src/config.ts';
import type { HttpServer } from '../src/http/server.ts';
import { createLog } from '../src/log.ts';
import { Metrics } from '../src/metrics.ts';
import type { Deps } from '../src/modules/deps.ts';
import { type Answer, caller } from './serve.ts';

/** A server for rules of HTTP alone: real sockets, no database, and the routes that a test gives it. */
export interface Bare {
  url: string;
  port: number;
  app: HttpServer;
  metrics: Metrics;
  /** The lines that were logged. */
  lines: Record<string, unknown>[];
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  close(): Promise<void>;
}

export async function serveBare(modules: Module[], settings: Record<string, string> = {}): Promise<Bare> {
  const config = loadConfig({ RATE_LIMIT: 'off', LOG_LEVEL: 'info', ...settings });
  const lines: Record<string, unknown>[] = [];
  const log = createLog(config, { write: (line) => void lines.push(JSON.parse(line)) });
  const metrics = new Metrics();
  const shop = { id: 'shop-1', name: 'Test shop', time_zone: 'America/Los_Angeles' };
  // Only what HTTP needs: a route of these tests that touched the database would fail.
  const deps = { config, log, metrics, runtime: 'node', shop, readiness: async () => 1 } as Deps;
  const app = await buildApp(deps, modules);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const close = async () => {
    app.server.closeAllConnections();
    await app.close();
  };
  return { url, port: Number(new URL(url).port), app, metrics, lines, api: caller(url), close };
}
