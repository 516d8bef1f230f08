import { expect, test } from 'vitest';
import type { ColumnOrder, RuleCard } from './board-state.ts';
import { decideMove } from './move.ts';
import { canTransition, STATUSES, type Status, TRANSITIONS } from './workflow.ts';

/** The workflow as the contract draws it: from → to. */
const ALLOWED: Record<Status, Status[]> = {
  scheduled: ['in_progress', 'no_show'],
  in_progress: ['ready', 'completed', 'scheduled'],
  ready: ['completed', 'in_progress'],
  completed: [],
  no_show: ['scheduled'],
};
const [BEFORE, NOW] = ['2025-09-20T14:00:00.000Z', '2025-09-20T15:00:00.000Z'];

const card = (status: Status, fields: Partial<RuleCard> = {}): RuleCard => ({
  id: 'a',
  version: 7,
  status,
  appt_start: BEFORE,
  check_in_at: null,
  check_out_at: null,
  updated_at: BEFORE,
  ...fields,
});

const order = (columns: Partial<Record<Status, string[]>>): ColumnOrder => ({
  scheduled: [],
  in_progress: [],
  ready: [],
  completed: [],
  no_show: [],
  ...columns,
});

const pairs = STATUSES.flatMap((from) => STATUSES.map((to) => [from, to, ALLOWED[from].includes(to)] as const));

test.each(pairs)('from %s to %s is allowed: %s', (from, to, allowed) => {
  expect(canTransition(from, to)).toBe(allowed);
  const decision = decideMove(order({ [from]: ['a'] }), card(from), to, undefined, NOW);
  if (allowed) expect(decision).toMatchObject({ kind: 'changed', card: { status: to, version: 8, updated_at: NOW } });
  else expect(decision).toEqual({ kind: 'refused', from, to, allowed: TRANSITIONS[from] });
});

test.each([
  // from, to, in and out before, in and out after
  ['scheduled', 'in_progress', null, null, NOW, null],
  ['ready', 'in_progress', BEFORE, null, BEFORE, null],
  ['in_progress', 'completed', BEFORE, null, BEFORE, NOW],
  ['ready', 'completed', BEFORE, null, BEFORE, NOW],
  ['in_progress', 'ready', BEFORE, null, BEFORE, null],
  ['in_progress', 'scheduled', BEFORE, null, null, null],
  ['no_show', 'scheduled', BEFORE, BEFORE, null, null],
  ['scheduled', 'no_show', null, null, null, null],
] as const)(
  'from %s to %s the stamps %s, %s become %s, %s',
  (from, to, check_in_at, check_out_at, inAfter, outAfter) => {
    const decision = decideMove(
      order({ [from]: ['a'] }),
      card(from, { check_in_at, check_out_at }),
      to,
      undefined,
      NOW,
    );
    expect(decision).toMatchObject({ card: { check_in_at: inAfter, check_out_at: outAfter } });
  },
);

test.each([
  ['no position: the end', undefined, ['x', 'y', 'a'], 2],
  ['the top', 0, ['a', 'x', 'y'], 0],
  ['between', 1, ['x', 'a', 'y'], 1],
  ['past the end: the end', 99, ['x', 'y', 'a'], 2],
] as const)('a move to %s', (_, position, column, index) => {
  const decision = decideMove(
    order({ scheduled: ['a', 'b'], in_progress: ['x', 'y'] }),
    card('scheduled'),
    'in_progress',
    position,
    NOW,
  );
  expect(decision).toMatchObject({ position: index, order: { scheduled: ['b'], in_progress: column } });
});
