import type { TestProject } from 'vitest/node';
import { startTestCluster, type TestClusterParts } from './test-cluster.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of this run; `createTestDatabase` asks for it. */
    testClusterUrl: string;
  }
}

/**
 * The global setup of a Vitest project whose tests need a database: one server for the whole run.
 *
 * @example
 * // test/global-setup.ts, named in vitest.config.ts as globalSetup
 * export const setup = testClusterSetup({ start, migrate });
 */
export function testClusterSetup(parts: TestClusterParts): (project: TestProject) => Promise<() => Promise<void>> {
  return async (project) => {
    const cluster = await startTestCluster(parts);
    project.provide('testClusterUrl', cluster.url);
    return () => cluster.stop();
  };
}
