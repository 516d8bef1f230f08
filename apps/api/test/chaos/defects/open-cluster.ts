import { FORGETFUL, startTestCluster, type TestCluster } from '@edgar-auto-shop/testing';
import { startEmbeddedPostgres } from '../../../src/db/embedded/start-embedded-postgres.ts';
import { migrate } from '../../../src/db/migrate.ts';

/** A PostgreSQL of its own, whose data nobody will miss; bugs that only a lost disk shows are the kill test's. */
export const openCluster = (): Promise<TestCluster> =>
  startTestCluster({
    start: (dataDir) => startEmbeddedPostgres({ dataDir, settings: FORGETFUL, log: () => {} }),
    migrate,
  });
