import { setTimeout as delay } from 'node:timers/promises';
import type { Outcome, Write } from '@edgar-auto-shop/testing';
import type { Connection, Reply } from './connection.ts';
import type { RunState } from './round.ts';

/** A request that changes a card, as it goes over the wire. */
export interface Request {
  path: string;
  body: object;
}

/** Between two attempts; more often, and the restart would compete with its own callers for the processor. */
const PAUSE_MS = 50;

/** Sends a request under its key again and again until the server says what became of it. Records every attempt. */
export async function writeUntilSettled(
  state: RunState,
  connection: Connection,
  write: Write,
  request: Request,
): Promise<Outcome> {
  for (;;) {
    const outcome = await writeOnce(state, connection, write, request);
    if (outcome && outcome.kind !== 'unknown') return outcome;
    if (state.now() > state.givenUpAt) return { kind: 'unknown', why: 'given up' };
    await delay(PAUSE_MS);
  }
}

async function writeOnce(state: RunState, connection: Connection, write: Write, { path, body }: Request) {
  const id = state.nextAttemptId(write.client);
  const sentAt = state.now();
  const headers = { 'idempotency-key': write.key, 'x-correlation-id': id };
  const sending = connection.send('POST', path, headers, body);
  state.inFlight += 1;
  const reply = await sending;
  state.inFlight -= 1;
  const endedAt = state.now();
  if (reply.kind === 'nobody') return undefined;
  const outcome = outcomeOf(reply, write);
  if (outcome.kind === 'unknown' && outcome.why === '503') state.unavailable += 1;
  if (reply.kind === 'answered' && ![200, 201, 409, 422, 503].includes(reply.status)) {
    state.surprises.push(`${id} ${path} ${JSON.stringify(body)}: ${reply.status} ${reply.text.slice(0, 300)}`);
  }
  write.attempts.push({ id, sentAt, endedAt, outcome });
  if (isNews(write, outcome)) state.acknowledgedAt = endedAt;
  return outcome;
}

function outcomeOf(reply: Exclude<Reply, { kind: 'nobody' }>, { expectedVersion }: Write): Outcome {
  if (reply.kind === 'cut') return { kind: 'unknown', why: reply.why };
  if (reply.status === 503) return { kind: 'unknown', why: '503' };
  const { data, error } = JSON.parse(reply.text);
  if (reply.status < 300) {
    const { version, status, position, date, revision } = data;
    const answer = { version, status, position, date, revision };
    return { kind: 'ok', answer, text: reply.text, replayed: reply.replayed };
  }
  return { kind: 'refused', code: error.code, sawVersion: versionSeen(error, expectedVersion) };
}

/** A refusal by version names the one it found; a refusal by the workflow comes after the version was found to be right. */
function versionSeen({ code, details }: { code: string; details?: { current_version?: number } }, expected: number) {
  if (code === 'version_conflict') return details?.current_version ?? null;
  return code === 'invalid_transition' || code === 'not_undoable' ? expected : null;
}

/** A promise that was made just now, and not one repeated. */
const isNews = ({ expectedVersion }: Write, outcome: Outcome): boolean =>
  outcome.kind === 'ok' && !outcome.replayed && outcome.answer.version !== expectedVersion;
