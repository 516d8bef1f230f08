import type { Card } from '@edgar-auto-shop/contract';
import { codesOf } from '../services/draft-line.ts';
import { text } from '../text/text.ts';
import { type Facts, inWords } from './history-sentence.ts';
import { changesIn } from './job-draft.ts';
import type { Edit, Field } from './rebase.ts';

const FIELDS: readonly Field[] = ['appt_start', 'appt_end', 'tech_id', 'services', 'paid_cents', 'notes'];
type Values = Pick<Card, Field>;

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
 * @param edit on top of what they left, see `rebased`
 */
export function conflictOf({ draft, base: card, meanwhile }: Edit, facts: Facts): Conflict {
  const { began, touched } = meanwhile ?? { began: card, touched: new Set() };
  const { service_codes: codes, ...changes } = changesIn(draft, card, facts.timeZone);
  const typed: Partial<Values> = { ...changes, ...(codes ? { services: [...draft.lines] } : {}) };
  const mine: Values = { ...card, ...typed };
  const names = text.history.fields;
  const told = (field: keyof Values, from: Values) => inWords(field, from[field], facts) || text.job.none;
  const differences = FIELDS.filter((field) => !same(field, mine, card)).map((field) => ({
    name: names[field],
    theirs: told(field, card),
    yours: told(field, mine),
  }));
  const untouched = (field: Field) => !touched.has(field) && !(field in typed);
  const kept = FIELDS.filter((field) => untouched(field) && !same(field, began, card)).map((field) =>
    text.history.change(names[field], told(field, began), told(field, card)),
  );
  const moved = began.status !== card.status;
  const column = moved ? [text.history.change(names.status, text.status[began.status], text.status[card.status])] : [];
  return { differences, kept: [...column, ...kept] };
}
