import type { Answer, Attempt, EventSeen, RecordedHistory, Write } from './history.ts';

/** A write that was told that it changed something. */
export interface Acknowledged {
  write: Write;
  /** The first attempt that was told so. */
  attempt: Attempt;
  answer: Answer;
  text: string;
}

/** An event of the history and the request that made it, if there was one. */
export interface Traced {
  card: string;
  event: EventSeen;
  maker: { write: Write; attempt: Attempt } | undefined;
}

/** What several checks look up. */
export interface HistoryIndex {
  history: RecordedHistory;
  acknowledged: Acknowledged[];
  traced: Traced[];
  /** The events that each write made: at most one, if all is well. */
  eventsOf: Map<Write, Traced[]>;
  acknowledgementOf: Map<Write, Acknowledged>;
}

export function indexHistory(history: RecordedHistory): HistoryIndex {
  const makers = new Map<string, { write: Write; attempt: Attempt }>();
  for (const write of history.writes) {
    for (const attempt of write.attempts) makers.set(attempt.id, { write, attempt });
  }
  const traced = [...history.events].flatMap(([card, events]) =>
    events
      .toSorted((a, b) => a.version - b.version)
      .map((event) => ({ card, event, maker: makers.get(event.correlation_id) })),
  );
  const eventsOf = new Map<Write, Traced[]>();
  for (const one of traced) {
    if (one.maker) eventsOf.set(one.maker.write, [...(eventsOf.get(one.maker.write) ?? []), one]);
  }
  const acknowledged = history.writes.flatMap((write) => acknowledgementOf(write) ?? []);
  const byWrite = new Map(acknowledged.map((one) => [one.write, one]));
  return { history, acknowledged, traced, eventsOf, acknowledgementOf: byWrite };
}

/** An answer with the version that was expected says that there was nothing to change: no promise to keep. */
export const isChange = (write: Write, answer: Answer): boolean => answer.version !== write.expectedVersion;

function acknowledgementOf(write: Write): Acknowledged | undefined {
  for (const attempt of write.attempts) {
    const { outcome } = attempt;
    if (outcome.kind === 'ok' && isChange(write, outcome.answer)) {
      return { write, attempt, answer: outcome.answer, text: outcome.text };
    }
  }
  return undefined;
}
