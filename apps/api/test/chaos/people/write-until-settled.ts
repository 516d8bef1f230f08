import { setTimeout as delay } from 'node:timers/promises';
import type { Keyed, Outcome } from '@edgar-auto-shop/testing';
import type { Reply } from './connection.ts';
import type { Lines } from './lines.ts';
import type { Round } from './round.ts';

/** A request that changes something, as it goes over the wire. */
export interface Request<A> {
  method: 'POST' | 'PATCH' | 'DELETE';
  path: string;
  body?: object;
  /** Null where the version is not to be checked. */
  expectedVersion: number | null;
  /** Takes from the answer's data what is to be recorded. */
  read(data: never): A;
  /** Whether somebody may have cancelled what it is about. */
  mayBeGone?(): boolean;
}

interface Versioned {
  version: number;
}

/** One person's ways to the servers; the spare one is for sending the same at the same time. */
export interface Ways {
  lines: Lines;
  spare: Lines;
}

/** Between two attempts; more often, and the restart would compete with its own callers for the processor. */
const PAUSE_MS = 50;
/** After the first, a repetition at the same time and a late one, in milliseconds at most. */
const APART_MS = 20;
const LATE_MS = 1_500;

/** Sends a request under its key again and again until the server says what became of it. Records every attempt. */
export async function writeUntilSettled<A extends Versioned>(
  round: Round,
  ways: Ways,
  write: Keyed<A>,
  request: Request<A>,
): Promise<Outcome<A>> {
  for (;;) {
    const twin = round.isRepeating ? writeAgain(round, ways, write, request) : undefined;
    const outcome = await writeOnce(round, ways.lines, write, request);
    const other = await twin;
    for (const one of [outcome, other]) if (one && one.kind !== 'unknown') return one;
    if (round.now() > round.givenUpAt) return { kind: 'unknown', why: 'given up' };
    await delay(PAUSE_MS);
  }
}

/** The same once more at nearly the same time, and then once more when nobody expects it. */
async function writeAgain<A extends Versioned>(round: Round, { spare }: Ways, write: Keyed<A>, request: Request<A>) {
  // Not by the seed: these come and go with the faults.
  await delay(Math.random() * APART_MS);
  const late = delay(Math.random() * LATE_MS).then(() => writeOnce(round, spare, write, request));
  round.stragglers.add(late);
  late.finally(() => round.stragglers.delete(late)).catch(() => {});
  return writeOnce(round, spare, write, request);
}

async function writeOnce<A extends Versioned>(round: Round, lines: Lines, write: Keyed<A>, request: Request<A>) {
  const { method, path, body } = request;
  const id = round.nextAttemptId(write.client);
  const sentAt = round.noteSent();
  const headers = { 'idempotency-key': write.key, 'x-correlation-id': id };
  const sending = lines.send(method, path, headers, body);
  round.inFlight += 1;
  const reply = await sending;
  round.inFlight -= 1;
  const endedAt = round.now();
  if (reply.kind === 'nobody') {
    round.note(write.client, reply.server, sentAt, 'failed');
    return undefined;
  }
  const outcome = outcomeOf(reply, request);
  const failed = outcome.kind === 'unknown';
  round.note(write.client, reply.server, sentAt, failed ? 'failed' : outcome.kind === 'refused' ? 'refused' : 'ok');
  if (failed && outcome.why === '503') round.unavailable += 1;
  const isGone = reply.kind === 'answered' && reply.status === 404 && request.mayBeGone?.();
  if (reply.kind === 'answered' && !isGone && ![200, 201, 409, 422, 503].includes(reply.status)) {
    round.surprises.push(
      `${id} ${method} ${path} ${JSON.stringify(body)}: ${reply.status} ${reply.text.slice(0, 300)}`,
    );
  }
  write.attempts.push({ id, sentAt, endedAt, outcome });
  if (isNews(request, outcome)) round.acknowledgedAt = endedAt;
  return outcome;
}

function outcomeOf<A>(reply: Exclude<Reply, { kind: 'nobody' }>, { expectedVersion, read }: Request<A>): Outcome<A> {
  if (reply.kind === 'cut') return { kind: 'unknown', why: reply.why };
  if (reply.status === 503) return { kind: 'unknown', why: '503' };
  const { data, error } = JSON.parse(reply.text);
  if (reply.status < 300) {
    return { kind: 'ok', answer: read(data as never), text: reply.text, replayed: reply.replayed };
  }
  return { kind: 'refused', code: error.code, sawVersion: versionSeen(error, expectedVersion) };
}

/** A refusal by version names the one it found; a refusal by the workflow comes after the version was found to be right. */
function versionSeen(
  { code, details }: { code: string; details?: { current_version?: number } },
  expected: number | null,
): number | null {
  if (code === 'version_conflict') return details?.current_version ?? null;
  return code === 'invalid_transition' || code === 'not_undoable' ? expected : null;
}

/** A promise that was made just now, and not one repeated. */
const isNews = <A extends Versioned>({ expectedVersion }: Request<A>, outcome: Outcome<A>): boolean =>
  outcome.kind === 'ok' && !outcome.replayed && outcome.answer.version !== expectedVersion;
