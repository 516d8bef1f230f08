import type { Acknowledged } from './acknowledged.ts';
import { type Calm, calmTimes } from './calm.ts';
import type { Connection, DatabaseBreak, StreamSeen, Told } from './history.ts';
import type { HistoryIndex } from './history-index.ts';
import { tellTold, tellWrite, type Violation } from './violation.ts';

/**
 * Of calm, in milliseconds. It takes some, where others need the machine, and up to 3 s more for a listener to notice that a fault left
 * its connection dead. Longer than a statement may take it takes by no means.
 */
const TOLD_WITHIN_MS = 5_000;
/** Of each listener, the first few. */
const MOST = 3;

/**
 * I9: who listens is told of a change within 5 s of its acknowledgement, or of when the server lost its database. What a fault and its
 * recovery take does not count.
 */
export function checkDelay({ history, acknowledged }: HistoryIndex): Violation[] {
  const calm = calmTimes(history);
  const byDate = Map.groupBy(acknowledged, ({ answer }) => answer.date);
  return history.streams.flatMap((stream) => {
    const found: Violation[] = [];
    for (const [change, told] of firstTold(stream, byDate.get(stream.date) ?? [])) {
      const since = waitsSince(change, told, stream, history.databaseBreaks);
      const late = calm.reduce((sum, span) => sum + within(span, since, told.at), 0);
      if (late <= TOLD_WITHIN_MS) continue;
      const message = `${stream.client} was told of revision ${change.answer.revision} only after ${Math.round(late)} ms in which nothing was wrong`;
      found.push({ invariant: 'I9', message, slice: [...tellWrite(change.write), tellTold(stream, told)] });
      if (found.length === MOST) break;
    }
    return found;
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

function waitsSince({ attempt }: Acknowledged, told: Told, stream: StreamSeen, breaks: DatabaseBreak[]): number {
  const { server } = stream.connections[told.connection] as Connection;
  const came = stream.connections[0]?.at ?? 0;
  const lost = breaks.filter((it) => it.server === server && it.from <= told.at).map(({ to }) => to);
  return Math.max(attempt.endedAt, came, ...lost);
}

const within = ({ from, to }: Calm, since: number, until: number): number =>
  Math.max(0, Math.min(to, until) - Math.max(from, since));
