export { calmSecondsAfterFaults } from './calm.ts';
export { checkHistory } from './check-history.ts';
export { recoveryOf, sum } from './check-recovery.ts';
export type {
  Answer,
  Attempt,
  BoardSeen,
  Booking,
  CardSeen,
  Connection,
  CustomerSeen,
  DatabaseBreak,
  EventSeen,
  Failure,
  Fared,
  FaultSeen,
  Keyed,
  NameAnswer,
  Outcome,
  Read,
  RecordedHistory,
  Rename,
  StreamSeen,
  Write,
  WriteKind,
} from './history.ts';
export { STRETCH_MS } from './history.ts';
export { type LossyProxy, startLossyProxy } from './lossy-proxy.ts';
export { TcpProxy, type Weather } from './tcp-proxy.ts';
export { FORGETFUL, startTestCluster, type TestCluster, type TestClusterParts } from './test-cluster.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { describeViolation, type Invariant, type Violation } from './violation.ts';
export { testClusterSetup } from './vitest-global-setup.ts';
