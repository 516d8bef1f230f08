import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';

const PATIENCE_MS = 30_000;
const CONNECT_MS = 5_000;

/** A connection past every proxy, whose loss is no concern of ours. @throws where there is none to be had */
export async function connectOnce(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** The same, as soon as PostgreSQL is up again from whatever befell it before. */
export async function connectAsOwner(url: string): Promise<Client> {
  for (const deadline = performance.now() + PATIENCE_MS; ; await delay(100)) {
    try {
      return await connectOnce(url);
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
  }
}
