/**
 * The version of what goes over the wire. It is raised by a change that breaks a client which fits the version before:
 * a field gone from an answer, a field newly required in a request, a value no longer taken … What was said for each version
 * is kept in `wire/`, and a test holds the schemas against it.
 */
export const WIRE_VERSION = 1;

/** What each version changed for clients, newest first. */
export const WIRE_HISTORY: readonly { version: number; changes: string }[] = [
  {
    version: 1,
    changes:
      'The contract of the first generation, tightened: versions on everything, Idempotency-Key, undo, history, ranges.',
  },
];
