import { FORGETFUL, testClusterSetup } from '@edgar-auto-shop/testing';
import { startEmbeddedPostgres } from '../src/db/embedded/start-embedded-postgres.ts';
import { migrate } from '../src/db/migrate.ts';

/** One PostgreSQL for all test files of the server; each file makes a database of its own with createTestDatabase. */
export const setup = testClusterSetup({
  start: (dataDir) => startEmbeddedPostgres({ dataDir, settings: FORGETFUL, log: report }),
  migrate,
});

function report(level: string, message: string): void {
  if (level === 'error') console.error(message);
}
