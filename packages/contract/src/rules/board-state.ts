import type { Status } from './workflow.ts';

/** What the rules need to know of a card; server and client hand in their own fuller one. */
export interface RuleCard {
  id: string;
  version: number;
  status: Status;
  appt_start: string;
  check_in_at: string | null;
  check_out_at: string | null;
  updated_at: string;
}

/** The ids of each column from top to bottom: a card's position is its index here, so positions are dense by construction. */
export type ColumnOrder = Readonly<Record<Status, readonly string[]>>;

/** What a rule answers: the card as it will be and the columns whose order it changes, nothing at all, or why not. */
export type Decision<C extends RuleCard> =
  | { kind: 'changed'; card: C; order: Partial<Record<Status, readonly string[]>>; position: number }
  | { kind: 'unchanged'; position: number }
  | { kind: 'refused'; from: Status; to: Status; allowed: readonly Status[] };
