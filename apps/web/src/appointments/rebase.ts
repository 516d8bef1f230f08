import type { Card } from '@edgar-auto-shop/contract';
import { moneyFromInput } from '../format/money.ts';
import { codesOf } from '../services/draft-line.ts';
import { draftOf, type JobDraft } from './job-draft.ts';
import { samePart } from './when-draft.ts';

/** The fields of a job as they are told and typed. */
export type Field = 'appt_start' | 'appt_end' | 'tech_id' | 'services' | 'paid_cents' | 'notes';

/** A job being edited. */
export interface Edit {
  draft: JobDraft;
  /** What the draft is compared with: the job when the typing began, or as it was seen since in a conflict. */
  base: Card;
  /** In a conflict: the job when the typing began, and what had been touched by then. */
  meanwhile?: { began: Card; touched: ReadonlySet<Field> };
}

/** The fields in which a draft is not what the job was. */
function touchedIn({ draft, base }: Edit, timeZone: string): Set<Field> {
  const from = draftOf(base, timeZone);
  const same: Record<Field, boolean> = {
    appt_start: samePart('start', draft.when, from.when),
    appt_end: samePart('end', draft.when, from.when),
    tech_id: draft.techId === from.techId,
    services: codesOf(draft.lines).join('\n') === codesOf(from.lines).join('\n'),
    paid_cents: moneyFromInput(draft.paid) === base.paid_cents,
    notes: draft.notes.trim() === from.notes.trim(),
  };
  return new Set((Object.keys(same) as Field[]).filter((field) => !same[field]));
}

/**
 * The same typing on top of what somebody else left: what was touched stays, and the other fields show theirs. They would
 * otherwise show what is not so any more, and what saving does not bring back.
 */
export function rebased(edit: Edit, card: Card, timeZone: string): Edit {
  const mine = touchedIn(edit, timeZone);
  const theirs = draftOf(card, timeZone);
  const { draft } = edit;
  const pick = <T>(field: Field, own: T, other: T): T => (mine.has(field) ? own : other);
  const start = pick('appt_start', draft.when, theirs.when);
  const end = pick('appt_end', draft.when, theirs.when);
  return {
    draft: {
      when: { date: start.date, start: start.start, endDate: end.endDate, end: end.end },
      techId: pick('tech_id', draft.techId, theirs.techId),
      notes: pick('notes', draft.notes, theirs.notes),
      lines: pick('services', draft.lines, theirs.lines),
      paid: pick('paid_cents', draft.paid, theirs.paid),
    },
    base: card,
    meanwhile: {
      began: edit.meanwhile?.began ?? edit.base,
      touched: edit.meanwhile ? new Set([...mine, ...edit.meanwhile.touched]) : mine,
    },
  };
}
