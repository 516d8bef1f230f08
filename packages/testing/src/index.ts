export { checkHistory } from './check-history.ts';
export type { Attempt, BoardSeen, CardSeen, EventSeen, Outcome, Read, RecordedHistory, Write } from './history.ts';
export { TcpProxy, type Weather } from './tcp-proxy.ts';
export { FORGETFUL, startTestCluster, type TestCluster, type TestClusterParts } from './test-cluster.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { describeViolation, type Invariant, type Violation } from './violation.ts';
export { testClusterSetup } from './vitest-global-setup.ts';
