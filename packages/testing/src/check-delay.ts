import type { Acknowledged } from './acknowledged.ts';
import { type Calm, calmTimes } from './calm.ts';
import type { Connection, DatabaseBreak, StreamSeen, Told } from './history.ts';
import type { HistoryIndex } from './history-index.ts';
import { tellTold, tellWrite, type Violation } from './violation.ts';

/**
 * In milliseconds. Half a second is usual where others need the machine, too. It is less than the 3 s of silence after which a listener comes
 * back and is told what it missed: with more, a server that tells nobody anything would look well.
 */
const TOLD_WITHIN_MS = 2_500;
/** So long after a fault a listener has noticed that its connection is dead, and has another. */
const SILENCE_MS = 3_000;
/** Of each listener, the first few. */
const MOST = 3;

interface Span {
  from: number;
  to: number;
}

/**
 * I9: who listens is told of a change within 2.5 s of its acknowledgement, or of when the server lost its database. Neither what a fault and
 * its recovery take counts, nor the time on a connection of which nobody can say whether the fault left it alive.
 */
export function checkDelay({ history, acknowledged }: HistoryIndex): Violation[] {
  const calm = calmTimes(history);
  const byDate = Map.groupBy(acknowledged, ({ answer }) => answer.date);
  return history.streams.flatMap((stream) => {
    const spans = calm.flatMap((time) => aliveIn(time, stream));
    const found: Violation[] = [];
    for (const [change, told] of firstTold(stream, byDate.get(stream.date) ?? [])) {
      const since = waitsSince(change, told, stream, history.databaseBreaks);
      const late = spans.reduce(
        (sum, { from, to }) => sum + Math.max(0, Math.min(to, told.at) - Math.max(from, since)),
        0,
      );
      if (late <= TOLD_WITHIN_MS) continue;
      const message = `${stream.client} was told of revision ${change.answer.revision} only after ${Math.round(late)} ms in which nothing was wrong`;
      found.push({ invariant: 'I9', message, slice: [...tellWrite(change.write), tellTold(stream, told)] });
      if (found.length === MOST) break;
    }
    return found;
  });
}

/** When the listener had connections that were made after the latest fault, or told something after it, or should have been given up. */
function aliveIn(calm: Calm, { connections, told }: StreamSeen): Span[] {
  return connections.map(({ at }, i) => {
    const word = told.find((one) => one.connection === i && one.at > calm.after)?.at ?? Number.POSITIVE_INFINITY;
    const alive = at > calm.after ? at : Math.min(word, calm.after + SILENCE_MS);
    const to = Math.min(calm.to, connections[i + 1]?.at ?? calm.to);
    return { from: Math.max(calm.from, alive), to };
  });
}

/** Each change, and what told the listener of it or of a later one: a whole board tells of all up to it. */
function firstTold({ told }: StreamSeen, changes: Acknowledged[]): [Acknowledged, Told][] {
  const waiting = changes.toSorted((a, b) => Number(a.answer.revision) - Number(b.answer.revision));
  let next = 0;
  return told.flatMap((one) => {
    const begin = next;
    while (next < waiting.length && Number(waiting[next]?.answer.revision) <= one.revision) next += 1;
    return waiting.slice(begin, next).map((change): [Acknowledged, Told] => [change, one]);
  });
}

/** Since the acknowledgement, or since a server lost its database to which the listener was connected meanwhile. */
function waitsSince(change: Acknowledged, told: Told, stream: StreamSeen, breaks: DatabaseBreak[]): number {
  const { endedAt } = change.attempt;
  const isUsed = (_: Connection, i: number) =>
    i <= told.connection && (stream.connections[i + 1]?.at ?? endedAt) >= endedAt;
  const servers = new Set(stream.connections.filter(isUsed).map(({ server }) => server));
  const lost = breaks.filter((it) => servers.has(it.server) && it.from <= told.at).map(({ to }) => to);
  return Math.max(endedAt, ...lost);
}
