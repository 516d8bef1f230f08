import { type Acknowledged, isChange } from './acknowledged.ts';
import type { Outcome, Write } from './history.ts';
import type { HistoryIndex } from './history-index.ts';
import { Moments } from './order.ts';
import { tellRead, tellWrite, type Violation } from './violation.ts';

/** I4: each change of a card happened while its own request was under way; so did what refusals say they saw. */
export function checkCardOrder({ history, traced, acknowledgementOf }: HistoryIndex): Violation[] {
  const moments = new Moments();
  for (const { card, event, maker } of traced) {
    if (!maker) continue;
    const { write, attempt } = maker;
    const to = acknowledgementOf.get(write)?.attempt.endedAt ?? Number.POSITIVE_INFINITY;
    moments.add(card, { value: event.version, kind: 'made', from: attempt.sentAt, to, tell: () => tellWrite(write) });
  }
  for (const write of history.writes) {
    for (const { sentAt: from, endedAt: to, outcome } of write.attempts) {
      const value = sawVersion(write, outcome);
      if (value !== null) moments.add(write.card, { value, kind: 'seen', from, to, tell: () => tellWrite(write) });
    }
  }
  return moments.violations('version', 'I4');
}

function sawVersion(write: Write, outcome: Outcome): number | null {
  if (outcome.kind === 'refused') return outcome.sawVersion;
  // A repetition tells what the first one saw, however long ago.
  const isLook = outcome.kind === 'ok' && !outcome.replayed && !isChange(write, outcome.answer);
  return isLook ? write.expectedVersion : null;
}

/** I7: every look at a board shows it as it was at some moment between asking and answer, whoever changed it. */
export function checkBoardOrder({ history, acknowledged }: HistoryIndex): Violation[] {
  const moments = new Moments();
  for (const { write, attempt, answer } of acknowledged) {
    // Attempts stand in the order of their answers.
    const from = Math.min(...write.attempts.map(({ sentAt }) => sentAt));
    const tell = () => tellWrite(write);
    moments.add(answer.date, { value: Number(answer.revision), kind: 'made', from, to: attempt.endedAt, tell });
  }
  for (const read of history.reads) {
    const { sentAt: from, endedAt: to, board } = read;
    moments.add(board.date, { value: board.revision, kind: 'seen', from, to, tell: () => [tellRead(read)] });
  }
  return [...revisionsTwice(acknowledged), ...moments.violations('revision', 'I7')];
}

function revisionsTwice(acknowledged: Acknowledged[]): Violation[] {
  const firsts = new Map<string, Write>();
  return acknowledged.flatMap(({ write, answer }): Violation[] => {
    const name = `revision ${answer.revision} of ${answer.date}`;
    const first = firsts.get(name);
    firsts.set(name, write);
    const slice = first ? [...tellWrite(first), ...tellWrite(write)] : [];
    return first ? [{ invariant: 'I7', message: `${name} was given to two changes`, slice }] : [];
  });
}

/** I7, client by client: no board older than one this client saw, nor than a change acknowledged to it. */
export function checkSessions({ history, acknowledged }: HistoryIndex): Violation[] {
  const looks = [
    ...acknowledged.map(({ write, attempt, answer }) => ({
      who: `${write.client} ${answer.date}`,
      sentAt: attempt.sentAt,
      endedAt: attempt.endedAt,
      revision: Number(answer.revision),
      isRead: false,
      tell: () => tellWrite(write),
    })),
    ...history.reads.map((read) => ({
      who: `${read.client} ${read.board.date}`,
      sentAt: read.sentAt,
      endedAt: read.endedAt,
      revision: read.board.revision,
      isRead: true,
      tell: () => [tellRead(read)],
    })),
  ].sort((a, b) => a.sentAt - b.sentAt);
  const newest = new Map<string, (typeof looks)[number]>();
  return looks.flatMap((look): Violation[] => {
    const before = newest.get(look.who);
    const isBack =
      look.isRead && before !== undefined && before.endedAt <= look.sentAt && look.revision < before.revision;
    if (!before || look.revision >= before.revision) newest.set(look.who, look);
    const message = `${look.who}: revision ${look.revision} after ${before?.revision}`;
    return isBack && before ? [{ invariant: 'I7', message, slice: [...before.tell(), ...look.tell()] }] : [];
  });
}
