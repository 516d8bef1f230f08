import type { Answer, Attempt, EventSeen, NameAnswer, RecordedHistory, Rename, Write } from './history.ts';

/** A write that was told that it changed something. */
export interface Acknowledged {
  write: Write;
  /** The first attempt that was told so. */
  attempt: Attempt;
  answer: Answer;
  text: string;
}

/** A new name that was told to be there. */
export interface AcknowledgedName {
  write: Rename;
  attempt: Attempt<NameAnswer>;
  answer: NameAnswer;
  text: string;
}

/** An event of the history and the request that made it, if there was one. */
export interface Traced {
  card: string;
  event: EventSeen;
  maker: { write: Write; attempt: Attempt } | undefined;
}

/** An answer with the version that was expected says that there was nothing to change: no promise to keep. */
export const isChange = (write: Write, answer: Answer): boolean => answer.version !== write.expectedVersion;

export function acknowledgementOf(write: Write): Acknowledged | undefined {
  for (const attempt of write.attempts) {
    const { outcome } = attempt;
    if (outcome.kind === 'ok' && isChange(write, outcome.answer)) {
      return { write, attempt, answer: outcome.answer, text: outcome.text };
    }
  }
  return undefined;
}

/** What a write was told that found nothing to change. */
export function unchangedAnswerOf(write: Write): Answer | undefined {
  for (const { outcome } of write.attempts) {
    if (outcome.kind === 'ok' && !isChange(write, outcome.answer)) return outcome.answer;
  }
  return undefined;
}

/** Every name was asked for once, so each answer tells of a change. */
export const acknowledgedNames = ({ renames }: RecordedHistory): AcknowledgedName[] =>
  renames.flatMap((write) => {
    const attempt = write.attempts.find(({ outcome }) => outcome.kind === 'ok');
    const outcome = attempt?.outcome;
    return outcome?.kind === 'ok' ? [{ write, attempt: attempt as Attempt<NameAnswer>, ...outcome }] : [];
  });

/** Whether somebody was told what became of it. */
export const isSettled = ({ attempts }: { attempts: { outcome: { kind: string } }[] }): boolean =>
  attempts.some(({ outcome }) => outcome.kind !== 'unknown');
