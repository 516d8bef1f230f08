/** The five columns of the board, in the order in which they stand. A status is a column. */
export const STATUSES = ['scheduled', 'in_progress', 'ready', 'completed', 'no_show'] as const;

/** A column of the board, and so how far an appointment is. */
export type Status = (typeof STATUSES)[number];

/** Where a card may go from each column. The same status is never among them: a change of place is a reorder. */
export const TRANSITIONS: Readonly<Record<Status, readonly Status[]>> = {
  scheduled: ['in_progress', 'no_show'],
  in_progress: ['ready', 'completed', 'scheduled'],
  ready: ['completed', 'in_progress'],
  completed: [],
  no_show: ['scheduled'],
};

/**
 * Whether the workflow lets a card go from one column to another.
 *
 * @example canTransition('ready', 'completed') // true
 */
export function canTransition(from: Status, to: Status): boolean {
  return TRANSITIONS[from].includes(to);
}

/** The sentence of an `invalid_transition`, fixed word for word by the contract. */
export function invalidTransitionMessage(from: Status, to: Status): string {
  return `Invalid transition from '${from}' to '${to}'`;
}
