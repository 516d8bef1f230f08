// A program of its own around the embedded PostgreSQL, so that a test can kill it: `node embedded-process.ts DATA_DIR`.
// It prints one line of JSON when it is up, and stops on SIGTERM.
import { startEmbeddedPostgres } from '../src/db/embedded/start-embedded-postgres.ts';

try {
  const postgres = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '' });
  process.once('SIGTERM', () => void postgres.stop());
  console.log(JSON.stringify({ url: postgres.url, pid: postgres.pid }));
} catch (error) {
  console.log(JSON.stringify({ error: (error as Error).message }));
  process.exitCode = 1;
}
