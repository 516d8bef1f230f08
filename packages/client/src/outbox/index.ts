export { isOffline, NETWORK_EVENTS, onEvents } from '../network.ts';
export type { OutboxClient } from './deliver.ts';
export {
  type Change,
  type Entries,
  isOpen,
  isParked,
  type NewEntry,
  type OutboxEntry,
  type ParkedBecause,
  type Place,
} from './entry.ts';
export { Outbox, type OutboxParts } from './outbox.ts';
export { outboxOf } from './outbox-of.ts';
export { absent, illegal, overtaken, stillMeant } from './rebase-plan.ts';
export { hasChanged, isUnsent } from './steps.ts';
export { MemoryStorage, type OutboxStorage, type StoredOutbox } from './storage.ts';
export type { TakeTurn } from './turns.ts';
