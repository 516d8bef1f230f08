import type { Card } from '@edgar-auto-shop/contract';
import { codesOf } from '../services/draft-line.ts';
import { text } from '../text/text.ts';
import { type Facts, inWords } from './history-sentence.ts';
import { changesIn, type JobDraft } from './job-draft.ts';

const FIELDS = ['appt_start', 'appt_end', 'tech_id', 'services', 'paid_cents', 'notes'] as const;
type Values = Pick<Card, (typeof FIELDS)[number]>;

/** A field that two people set differently. */
interface Difference {
  name: string;
  theirs: string;
  yours: string;
}

interface Conflict {
  differences: Difference[];
  /** What somebody else changed and the draft doesn't touch: it stays, whoever wins. */
  kept: string[];
}

const same = (field: keyof Values, one: Values, other: Values): boolean =>
  field === 'services'
    ? codesOf(one.services).join('\n') === codesOf(other.services).join('\n')
    : one[field] === other[field];

/**
 * What somebody else made of a job beside what is being typed.
 *
 * @param base the job when the typing began
 * @param card the job now
 */
export function conflictOf(draft: JobDraft, base: Card, card: Card, facts: Facts): Conflict {
  const { service_codes: codes, ...changes } = changesIn(draft, base, facts.timeZone);
  const typed: Partial<Values> = { ...changes, ...(codes ? { services: [...draft.lines] } : {}) };
  const mine: Values = { ...card, ...typed };
  const names = text.history.fields;
  const told = (field: keyof Values, from: Values) => inWords(field, from[field], facts) || text.job.none;
  const differences = FIELDS.filter((field) => !same(field, mine, card)).map((field) => ({
    name: names[field],
    theirs: told(field, card),
    yours: told(field, mine),
  }));
  const kept = FIELDS.filter((field) => !(field in typed) && !same(field, base, card)).map((field) =>
    text.history.change(names[field], told(field, base), told(field, card)),
  );
  const moved = base.status !== card.status;
  const column = moved ? [text.history.change(names.status, text.status[base.status], text.status[card.status])] : [];
  return { differences, kept: [...column, ...kept] };
}
