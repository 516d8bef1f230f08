import type { Status } from '@edgar-auto-shop/contract';
import { isChange, type Traced } from './acknowledged.ts';
import type { Attempt, WriteKind } from './history.ts';
import type { HistoryIndex } from './history-index.ts';
import { tellEvent, tellKeyed, tellWrite, type Violation } from './violation.ts';

const tell = ({ card, event }: Traced) => tellEvent(card, event);

/** I1: what was acknowledged is in the history, once, as it was told. */
export function checkAcknowledged({ acknowledged, history }: HistoryIndex): Violation[] {
  return acknowledged.flatMap(({ write, answer }): Violation[] => {
    const ids = new Set(write.attempts.map(({ id }) => id));
    const there = (history.events.get(write.card) ?? []).filter(({ version }) => version === answer.version);
    const mine = there.filter((event) => ids.has(event.correlation_id));
    const slice = [...tellWrite(write), ...there.map((event) => tellEvent(write.card, event))];
    if (mine.length === 0) return [{ invariant: 'I1', message: 'an acknowledged change is lost', slice }];
    const [event] = mine;
    // A change of what it is booked for has no place, and a cancelled card none any more.
    const hasPlace = event?.to_status !== null || !PLACELESS.has(write.kind);
    const differs = hasPlace && (event?.to_status !== answer.status || event?.to_position !== answer.position);
    const message = 'the history tells of an acknowledged change otherwise than its answer did';
    return differs ? [{ invariant: 'I1', message, slice }] : [];
  });
}

const PLACELESS: ReadonlySet<WriteKind> = new Set(['patch', 'cancel', 'undo']);

/** I2: each card's versions are 1…n, one event each, and each starts where the one before ended. */
export function checkVersions({ history }: HistoryIndex): Violation[] {
  return [...history.events].flatMap(([card, events]): Violation[] => {
    const sorted = events.toSorted((a, b) => a.version - b.version);
    const at = sorted.findIndex(({ version }, i) => version !== i + 1);
    if (at >= 0) {
      const message = `version ${at + 1} is missing or there twice`;
      return [{ invariant: 'I2', message, slice: around(card, sorted, at) }];
    }
    const torn = sorted.findIndex(
      ({ from_status }, i) => i > 0 && from_status !== null && from_status !== statusAfter(sorted.slice(0, i)),
    );
    const message = 'a version does not start where the one before it ended';
    return torn < 0 ? [] : [{ invariant: 'I2', message, slice: around(card, sorted, torn) }];
  });
}

/** The column in which a card is after some changes, oldest first; some of them say nothing of it. */
export const statusAfter = (events: Traced['event'][]): Status | null =>
  events.findLast(({ to_status }) => to_status !== null)?.to_status ?? null;

const around = (card: string, events: Traced['event'][], at: number) =>
  events.slice(Math.max(0, at - 1), at + 2).map((event) => tellEvent(card, event));

/** I3: one effect a key; every repetition gets the first answer, byte for byte, and says that it is one. */
export function checkKeys({ history, eventsOf }: HistoryIndex): Violation[] {
  const doubled = [...eventsOf].flatMap(([write, events]): Violation[] => {
    const slice = [...tellWrite(write), ...events.map(tell)];
    return events.length > 1 ? [{ invariant: 'I3', message: 'one key had two effects', slice }] : [];
  });
  // Also where there was nothing to change: who repeats it later must not be told of what others did since.
  const unlike = [...history.writes, ...history.renames].flatMap((write): Violation[] => {
    const message = 'a repetition under the same key was not answered as the first time';
    return isAnsweredAlike(write.attempts) ? [] : [{ invariant: 'I3', message, slice: tellKeyed(write) }];
  });
  return [...doubled, ...unlike];
}

function isAnsweredAlike(attempts: Attempt<unknown>[]): boolean {
  const answers = attempts.filter(({ outcome }) => outcome.kind !== 'unknown');
  const texts = answers.map(({ outcome }) => (outcome.kind === 'ok' ? outcome.text : undefined));
  const text = texts.find((one) => one !== undefined);
  // A refusal is not kept: who repeats it asks anew.
  if (text === undefined) return true;
  const isFirst = ({ outcome }: Attempt<unknown>) => outcome.kind === 'ok' && !outcome.replayed;
  // Of those that were under way together any may have been the first; of what was sent after an answer none.
  const first = answers.find(isFirst);
  const late = first && answers.find((one) => one !== first && isFirst(one));
  const early = first && answers.find((one) => one !== first && one.endedAt < first.sentAt);
  return !late && !early && texts.every((one) => one === text);
}

/** I5: a request that was refused left nothing behind, nor did one that was told it changed nothing; and nobody else wrote. */
export function checkRefusals({ traced, acknowledgementOf }: HistoryIndex): Violation[] {
  return traced.flatMap((one): Violation[] => {
    const { maker } = one;
    if (!maker) return [{ invariant: 'I5', message: 'a change that nobody asked for', slice: [tell(one)] }];
    const { write, attempt } = maker;
    const slice = [...tellWrite(write), tell(one)];
    const { outcome } = attempt;
    if (outcome.kind === 'refused' || (outcome.kind === 'ok' && !isChange(write, outcome.answer))) {
      return [{ invariant: 'I5', message: 'a request that was told it changed nothing did', slice }];
    }
    const settled = write.attempts.findLast((it) => it.outcome.kind !== 'unknown');
    if (settled && !acknowledgementOf.has(write)) {
      return [{ invariant: 'I5', message: 'a change was applied, and its repetition was refused', slice }];
    }
    return [];
  });
}
