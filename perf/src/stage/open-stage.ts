import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../../apps/api/src/db/embedded/start-embedded-postgres.ts';
import type { GeneratorTask } from '../generator.ts';
import { type AppServer, startAppServer } from './app-server.ts';
import { type Child, startChild } from './child.ts';
import type { Scale } from './scale.ts';
import { type Seeded, seed } from './seed.ts';

/** Everything that is measured and that measures, running. */
export interface Stage extends Seeded {
  scale: Scale;
  databaseUrl: string;
  dataDir: string;
  postgresPid: number;
  shopId: string;
  server: AppServer;
  generator: Child<GeneratorTask>;
  /** Remembers something to be ended with the stage. */
  onClose(undo: () => Promise<unknown>): void;
  close(): Promise<void>;
}

/**
 * In the repository and not among temporary files: those are often kept in memory, where a sync costs nothing and
 * every figure about writing would be a fairy tale.
 */
const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url));

/** Starts PostgreSQL with the settings of a shop, the server on it, and the load generator; fills the shop. */
export async function openStage(scale: Scale): Promise<Stage> {
  const undo: (() => Promise<unknown>)[] = [];
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= (async () => {
      for (const step of undo.toReversed()) await step();
    })();
    return closing;
  };
  try {
    mkdirSync(CACHE, { recursive: true });
    const dataDir = mkdtempSync(join(CACHE, 'bench-'));
    undo.push(async () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 }));
    const postgres = await startEmbeddedPostgres({ dataDir });
    undo.push(() => postgres.stop());
    const server = await startAppServer(postgres.url);
    undo.push(() => server.stop());
    const generator = startChild<GeneratorTask>(new URL('../generator.ts', import.meta.url));
    undo.push(() => generator.stop());
    const seeded = await seed(server.port, scale);
    await generator.ask({ kind: 'cards', cards: seeded.cards });
    return {
      ...seeded,
      scale,
      databaseUrl: postgres.url,
      dataDir,
      postgresPid: postgres.pid,
      shopId: await settleDown(postgres.url),
      server,
      generator,
      onClose: (step) => undo.push(step),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What autovacuum does within a minute, done at once, so that it falls into nobody's measurement. Gives the shop's id. */
async function settleDown(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('vacuum analyze');
  const { rows } = await client.query<{ id: string }>('select id from shops');
  await client.end();
  return (rows[0] as { id: string }).id;
}
