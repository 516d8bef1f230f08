/** Every way in which a run can be disturbed, and what it is called for people. */
export const FAULT_KINDS = {
  'kill-server': 'kill -9 of a server',
  'kill-database': 'kill -9 of PostgreSQL',
  'kill-all': 'kill -9 of all servers and PostgreSQL at once',
  'stop-server': 'SIGSTOP, then SIGCONT, of a server',
  'stop-database': 'SIGSTOP, then SIGCONT, of PostgreSQL',
  'cut-clients': 'answers to clients cut in their middle',
  'cut-database': 'answers of PostgreSQL cut in their middle',
  'slow-clients': 'a slow network between clients and servers',
  'slow-database': 'a slow network between servers and PostgreSQL',
  'hole-clients': 'a network between clients and servers that swallows everything',
  'hole-database': 'a network between servers and PostgreSQL that swallows everything',
  retries: 'every request sent twice at once, and again later',
  exhaust: "boards locked and all of PostgreSQL's connections taken",
  'full-disk': "PostgreSQL's disk is full",
  'clock-jump': "a server's clock jumps",
  'fail-over': 'kill -9 of PostgreSQL; its synchronous standby takes over',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

export const ALL_FAULTS = Object.keys(FAULT_KINDS) as FaultKind[];

/** What does not need PostgreSQL apart from the server: the program is then run as it is shipped, with its own inside. */
const WITHIN: ReadonlySet<FaultKind> = new Set([
  'kill-server',
  'kill-database',
  'kill-all',
  'stop-server',
  'stop-database',
  'cut-clients',
  'slow-clients',
  'hole-clients',
  'retries',
  'clock-jump',
]);

export const fitsEmbedded = (kinds: readonly FaultKind[]): boolean => kinds.every((kind) => WITHIN.has(kind));

/** Kinds that strike in an instant, and so best when many requests are under way. */
export const STRIKES: ReadonlySet<FaultKind> = new Set(['kill-server', 'kill-database', 'kill-all', 'fail-over']);
