import type { AppointmentPatch, Card } from '@edgar-auto-shop/contract';
import { faultInAmount } from '../format/amount-fault.ts';
import { moneyFromInput, moneyToInput } from '../format/money.ts';
import { codesOf, type DraftLine } from '../services/draft-line.ts';
import { text } from '../text/text.ts';
import { spanOf, type WhenDraft, whenOf } from './when-draft.ts';
import { errorsInWhen } from './when-errors.ts';

/** What can be changed of a job, while somebody is typing. */
export interface JobDraft {
  when: WhenDraft;
  techId: string | null;
  notes: string;
  lines: readonly DraftLine[];
  paid: string;
}

type Changes = Omit<AppointmentPatch, 'expected_version'>;
export type Errors = Record<string, string>;

export function draftOf(card: Card, timeZone: string): JobDraft {
  return {
    when: whenOf(card, timeZone),
    techId: card.tech_id,
    notes: card.notes ?? '',
    lines: card.services.map((line) => ({ ...line, minutes: undefined })),
    paid: moneyToInput(card.paid_cents),
  };
}

export function errorsIn({ when, lines, paid }: JobDraft, timeZone: string): Errors {
  const amount = faultInAmount(paid);
  return {
    ...errorsInWhen(when, timeZone),
    ...(lines.length > 0 ? {} : { service_codes: text.newJob.missing.services }),
    ...(amount ? { paid_cents: amount } : {}),
  };
}

/** What is different from the card; nothing where the draft says the same. */
export function changesIn(draft: JobDraft, card: Card, timeZone: string): Changes {
  const base = draftOf(card, timeZone);
  const span = spanOf(draft.when, timeZone);
  const codes = codesOf(draft.lines);
  const notes = draft.notes.trim() || null;
  const paid = moneyFromInput(draft.paid);
  const changes: Changes = {};
  if (span && span.appt_start !== card.appt_start && JSON.stringify(draft.when) !== JSON.stringify(base.when))
    changes.appt_start = span.appt_start;
  if (span && span.appt_end !== card.appt_end && JSON.stringify(draft.when) !== JSON.stringify(base.when))
    changes.appt_end = span.appt_end;
  if (draft.techId !== card.tech_id) changes.tech_id = draft.techId;
  if (notes !== card.notes) changes.notes = notes;
  if (codes.join('\n') !== codesOf(card.services).join('\n')) changes.service_codes = codes;
  if (paid !== undefined && paid !== card.paid_cents) changes.paid_cents = paid;
  return changes;
}

export const isDirty = (draft: JobDraft, card: Card, timeZone: string): boolean =>
  Object.keys(changesIn(draft, card, timeZone)).length > 0 || Object.keys(errorsIn(draft, timeZone)).length > 0;
