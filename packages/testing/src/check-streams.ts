import type { Connection, DatabaseBreak, Read, StreamSeen, Told } from './history.ts';
import type { HistoryIndex } from './history-index.ts';
import { tellRead, tellTold, type Violation } from './violation.ts';

/** Of each listener, the first few. */
const MOST = 3;

const fault = (message: string, slice: string[]): Violation => ({ invariant: 'I9', message, slice });

/** Who listens and is further behind is given the whole board, as the server's limits say. */
const TOLD_AT_MOST = 200;
/** Who comes back and missed more may be given it, where it is shorter: on the suite's boards, of some dozens of cards, a change is of 5 kB at most. */
const RESUMED_AT_LEAST = 50;
/**
 * How long before it is heard something begins to be told, at most, in milliseconds: as long as a server waits for its database, and the
 * way. What breaks meanwhile is answered with a whole board right after it.
 */
const TELLING_MS = 8_000;

/**
 * I9: a listener gets a board first, then every revision once and in order, also over broken connections. A whole board again is
 * never an older one, and comes only where it was asked for, where too much was missed, and where the server had lost its database.
 */
export function checkTold({ history }: HistoryIndex): Violation[] {
  return history.streams.flatMap((stream) => {
    const found: Violation[] = [];
    let held: Told | undefined;
    for (const one of stream.told) {
      const wrong = wrongAfter(held, one, stream, history.databaseBreaks);
      const slice = [held, one].flatMap((it) => (it ? [tellTold(stream, it)] : []));
      if (wrong) found.push(fault(`${stream.client} ${wrong}`, slice));
      held = one;
    }
    return found.slice(0, MOST);
  });
}

function wrongAfter(
  held: Told | undefined,
  one: Told,
  stream: StreamSeen,
  breaks: DatabaseBreak[],
): string | undefined {
  const { kind, revision } = one;
  const { server, at, resumes } = stream.connections[one.connection] as Connection;
  const isFirst = held?.connection !== one.connection;
  const asksAnew = isFirst && !resumes;
  if (!held || (asksAnew && kind === 'change')) {
    return kind === 'board' ? undefined : `was told of revision ${revision} before it had a board`;
  }
  if (kind === 'board') {
    if (revision < held.revision) return `was given revision ${revision} after it held ${held.revision}`;
    if (asksAnew || revision - held.revision > (isFirst ? RESUMED_AT_LEAST : TOLD_AT_MOST)) return undefined;
    // Who missed nothing is told nothing at first: what comes then may come long after.
    const since = isFirst ? at : Math.max(at, held.at - TELLING_MS);
    if (breaks.some((it) => it.server === server && it.from <= one.at && it.to >= since)) return undefined;
    if (isFirst) return `came back with revision ${held.revision} and was given all of ${revision} again`;
    return `held revision ${held.revision} and was given all of ${revision} in the midst of a connection`;
  }
  if (revision === held.revision + 1) return undefined;
  if (revision <= held.revision) return `was told of revision ${revision} again after ${held.revision}`;
  return `was told of revision ${revision} after ${held.revision}, and nothing of those between`;
}

/**
 * I9: every change can be applied to the board that its listener holds: it follows its revision, and names no card that nobody told of. A
 * server that tells each revision in order cannot fail in this; what is lost with a connection is asked for anew.
 */
export function checkApplied({ history }: HistoryIndex): Violation[] {
  return history.streams.flatMap((stream) =>
    stream.told
      .flatMap((told) => {
        const message = `${stream.client} could not apply what it was told of revision ${told.revision}: ${told.misfit}`;
        return told.misfit === undefined ? [] : [fault(message, [tellTold(stream, told)])];
      })
      .slice(0, MOST),
  );
}

/** I9: what listeners hold at a revision is what everybody else saw at it: readers, other listeners, and the end. */
export function checkHeld({ history }: HistoryIndex): Violation[] {
  const shown = new Map<string, { digest: string; tell(): string }>();
  for (const read of firstOfEach(history.reads)) {
    const { date, revision, digest } = read.board;
    shown.set(`${date} ${revision}`, { digest, tell: () => tellRead(read) });
  }
  return history.streams.flatMap((stream) => {
    const found: Violation[] = [];
    for (const told of stream.told.filter(({ misfit }) => misfit === undefined)) {
      const key = `${stream.date} ${told.revision}`;
      const other = shown.get(key);
      if (!other) shown.set(key, { digest: told.digest, tell: () => tellTold(stream, told) });
      else if (other.digest !== told.digest) {
        const message = `${stream.client} holds another board of ${stream.date} at revision ${told.revision} than was seen elsewhere`;
        found.push(fault(message, [other.tell(), tellTold(stream, told)]));
      }
    }
    return found.slice(0, MOST);
  });
}

function firstOfEach(reads: Read[]): Read[] {
  const seen = new Set<unknown>();
  return reads.filter(({ board }) => !seen.has(board) && seen.add(board));
}

/** I9: when all is quiet a listener has been told everything, and nothing that is not in the history. */
export function checkCaughtUp({ history }: HistoryIndex): Violation[] {
  const last = new Map(history.finalBoards.map((board) => [board.date, board]));
  return history.streams.flatMap((stream): Violation[] => {
    const board = last.get(stream.date);
    const held = stream.told.at(-1);
    if (!board || (held?.revision === board.revision && held.digest === board.digest)) return [];
    const message = `${stream.client} ends with ${held ? `revision ${held.revision}` : 'nothing'}, the board of ${board.date} is at ${board.revision}`;
    return [
      fault(held?.revision === board.revision ? `${message}, and shows something else` : message, lastWords(stream)),
    ];
  });
}

const lastWords = (stream: StreamSeen) => stream.told.slice(-2).map((one) => tellTold(stream, one));

/** I9: nobody is told of a revision before the change that makes it was asked for. */
export function checkToldInTime({ history, acknowledged }: HistoryIndex): Violation[] {
  const asked = new Map(
    acknowledged.map(({ write, answer }) => [
      `${answer.date} ${answer.revision}`,
      Math.min(...write.attempts.map(({ sentAt }) => sentAt)),
    ]),
  );
  return history.streams.flatMap((stream) => {
    const early = stream.told.find(({ at, revision }) => at < (asked.get(`${stream.date} ${revision}`) ?? 0));
    if (!early) return [];
    return [
      fault(`${stream.client} was told of revision ${early.revision} before anybody asked for it`, [
        tellTold(stream, early),
      ]),
    ];
  });
}
