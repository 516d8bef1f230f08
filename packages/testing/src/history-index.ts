import { type Acknowledged, acknowledgementOf, isSettled, type Traced } from './acknowledged.ts';
import { type CardLife, livesOf } from './card-lives.ts';
import type { Attempt, RecordedHistory, Write } from './history.ts';

/** What several checks look up. */
export interface HistoryIndex {
  history: RecordedHistory;
  acknowledged: Acknowledged[];
  traced: Traced[];
  /** The events that each write made: at most one, if all is well. */
  eventsOf: Map<Write, Traced[]>;
  acknowledgementOf: Map<Write, Acknowledged>;
  lives: Map<string, CardLife>;
  /** Of each date, every card that was ever booked for it. */
  cardsOf: Map<string, Set<string>>;
  /** Whether of every request somebody was told what became of it: then nothing was done that is not known. */
  isSettled: boolean;
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
  const cardsOf = new Map<string, Set<string>>();
  for (const { date, card } of history.writes) {
    if (card !== '') cardsOf.set(date, (cardsOf.get(date) ?? new Set()).add(card));
  }
  return {
    history,
    acknowledged,
    traced,
    eventsOf,
    acknowledgementOf: byWrite,
    lives: livesOf(traced, byWrite),
    cardsOf,
    isSettled: [...history.writes, ...history.renames].every(isSettled),
  };
}
