import type { Answer, Attempt, EventSeen, Fared, FaultSeen, Read, Rename, StreamSeen, Told, Write } from './history.ts';

/** What must always hold; the numbers are those of the design. */
export const INVARIANTS = {
  I1: 'an acknowledged change survives',
  I2: 'versions are 1, 2, 3 … and each has one event',
  I3: 'one key has at most one effect, and always the same answer',
  I4: 'sorted by version, every operation lies inside its own interval',
  I5: 'a refused request changed nothing',
  I6: 'every board holds every card exactly once, at positions 0…n−1',
  I7: 'nobody sees a board older than one they saw or than what was acknowledged',
  I8: 'the history folds to the current state',
  I9: 'who listens is told every revision once, in order and in time, and holds what a read answers',
  I11: 'every request is settled once the network is back',
  I12: "within 10 s of a fault's end 99 % of requests succeed again, and go on to",
} as const;

export type Invariant = keyof typeof INVARIANTS;

export interface Violation {
  invariant: Invariant;
  message: string;
  /** The few lines of the recorded history that show it, in order of time. */
  slice: string[];
}

/** A violation as a paragraph. */
export const describeViolation = ({ invariant, message, slice }: Violation): string =>
  [`${invariant} (${INVARIANTS[invariant]}): ${message}`, ...slice.map((line) => `    ${line}`)].join('\n');

const span = (from: number, to: number) => `${from.toFixed(1)}–${to.toFixed(1)} ms`;

/** A request with all its attempts. */
export const tellKeyed = (write: Write | Rename): string[] => ('card' in write ? tellWrite(write) : tellRename(write));

export function tellWrite({ client, card, expectedVersion, request, key, attempts }: Write): string[] {
  const head = `${client} card ${card} version ${expectedVersion}: ${request}, key ${key}`;
  const tell = ({ version, revision, status, position }: Answer) =>
    `version ${version}, revision ${revision}, ${status} ${position}`;
  return attempts.map((attempt) => tellAttempt(head, attempt, tell));
}

export function tellRename({ client, customer, name, key, attempts }: Rename): string[] {
  const head = `${client} customer ${customer}: rename to ${name}, key ${key}`;
  return attempts.map((attempt) => tellAttempt(head, attempt, ({ version, name }) => `version ${version}, ${name}`));
}

const tellAttempt = <A>(head: string, attempt: Attempt<A>, tell: (answer: A) => string): string =>
  `${span(attempt.sentAt, attempt.endedAt)} ${head}: ${tellOutcome(attempt, tell)}`;

function tellOutcome<A>({ id, outcome }: Attempt<A>, tell: (answer: A) => string): string {
  switch (outcome.kind) {
    case 'ok': {
      const how = outcome.replayed ? 'ok, replayed' : 'ok';
      return `${how}: ${tell(outcome.answer)} (${id})`;
    }
    case 'refused':
      return `refused: ${outcome.code} at version ${outcome.sawVersion ?? '?'} (${id})`;
    case 'unknown':
      return `unknown: ${outcome.why} (${id})`;
  }
}

export const tellRead = ({ client, sentAt, endedAt, notModified, board }: Read): string =>
  `${span(sentAt, endedAt)} ${client} sees the board of ${board.date} at revision ${board.revision}${notModified ? ' (304)' : ''}`;

export const tellTold = ({ client, date }: StreamSeen, { at, kind, revision, digest }: Told): string =>
  `${at.toFixed(1)} ms ${client} is told of the board of ${date}: ${kind} ${revision}, and holds ${digest}`;

export const tellFault = ({ kind, begunAt, endedAt, note }: FaultSeen): string =>
  `${span(begunAt, endedAt)} fault ${kind}: ${note}`;

export const tellFared = ({ at, succeeded, failed }: Fared): string =>
  `${at.toFixed(1)} ms: of the requests sent in the second from here ${succeeded} succeeded and ${failed} failed`;

export const tellEvent = (card: string, event: EventSeen): string =>
  `history of card ${card}: version ${event.version} ${event.type} to ${event.to_status} ${event.to_position}, made by ${event.correlation_id}`;
