import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Board } from '../schemas/board.ts';
import type { Card } from '../schemas/card.ts';
import { applyChange } from './apply-change.ts';
import type { ColumnOrder, Decision, RuleCard } from './board-state.ts';
import { decideMove } from './move.ts';
import { placeAt, placeByStart } from './placement.ts';
import { decideReorder } from './reorder.ts';
import { countCards } from './stats.ts';
import { STATUSES, type Status } from './workflow.ts';

// The rules against a model that a child could play with paper: five lists of names. The rules run as server and client run
// them, on orders and cards, each step from what the step before left; a listener is told every change and applies it.

const ALLOWED: Record<Status, string> = {
  scheduled: 'in_progress no_show',
  in_progress: 'ready completed scheduled',
  ready: 'completed in_progress',
  completed: '',
  no_show: 'scheduled',
};

type Step =
  | { do: 'book' | 'reschedule'; card: number; start: string }
  | { do: 'move'; card: number; to: Status; at: number | undefined }
  | { do: 'reorder'; card: number; at: number }
  | { do: 'undo'; card: number };

const start = fc.integer({ min: 8, max: 17 }).map((hour) => `2025-09-20T${String(hour).padStart(2, '0')}:00:00.000Z`);
const card = fc.nat(11);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('book' as const, 'reschedule' as const), card, start }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      card,
      to: fc.constantFrom(...STATUSES),
      at: fc.option(fc.nat(8), { nil: undefined }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('reorder' as const), card, at: fc.nat(8) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), card }) },
);

const noCards = () => Object.fromEntries(STATUSES.map((status) => [status, []])) as unknown as Record<Status, string[]>;

/** The paper: lists of names, and beside each name when its car came and went. */
class Paper {
  readonly columns = noCards();
  readonly stamps = new Map<string, [came: string | null, went: string | null]>();

  columnOf(name: string): Status {
    return STATUSES.find((status) => this.columns[status].includes(name)) as Status;
  }

  take(name: string): void {
    const column = this.columns[this.columnOf(name)];
    column.splice(column.indexOf(name), 1);
  }

  put(name: string, to: Status, at = 99): void {
    this.columns[to].splice(at, 0, name);
  }

  move(name: string, to: Status, at: number | undefined, now: string): void {
    this.take(name);
    this.put(name, to, at);
    const [came, went] = this.stamps.get(name) as [string | null, string | null];
    if (to === 'scheduled') this.stamps.set(name, [null, null]);
    if (to === 'in_progress') this.stamps.set(name, [came ?? now, went]);
    if (to === 'completed') this.stamps.set(name, [came, now]);
  }
}

/** The rules at work: what a server keeps of one board. */
class Rules {
  order: ColumnOrder = noCards();
  readonly cards = new Map<string, RuleCard>();

  /** Does what a rule decided, and says which columns it changed. */
  accept(decision: Extract<Decision<RuleCard>, { kind: 'changed' }>): Partial<ColumnOrder> {
    this.cards.set(decision.card.id, decision.card);
    this.order = { ...this.order, ...decision.order };
    return decision.order;
  }

  /** Where a card comes to by its start, without itself. */
  byStart(id: string, start: string): number {
    const others = this.order.scheduled.filter((other) => other !== id);
    return placeByStart(
      others.map((other) => (this.cards.get(other) as RuleCard).appt_start),
      start,
    );
  }
}

const NOTHING: Board = {
  date: '2025-09-20',
  time_zone: 'UTC',
  revision: '0',
  columns: Object.fromEntries(STATUSES.map((status) => [status, { items: [] }])) as unknown as Board['columns'],
  stats: countCards([]),
};

test('after any moves, reorders, undos and new times the board is the one on paper, and so is that of a listener', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const paper = new Paper();
      const rules = new Rules();
      const before = new Map<string, { card: RuleCard; position: number }>();
      let listener = NOTHING;
      for (const [i, one] of steps.entries()) {
        const now = new Date(Date.UTC(2025, 8, 20, 12, 0, i)).toISOString();
        const id = `card-${one.card}`;
        const known = rules.cards.get(id);
        const position = known ? rules.order[known.status].indexOf(id) : -1;
        let told: Partial<ColumnOrder> | undefined;
        if (one.do === 'book' || one.do === 'reschedule') {
          // As the server: a card that is new to a date's scheduled column comes to where its start belongs.
          if ((one.do === 'book') !== (known === undefined) || (known && known.status !== 'scheduled')) continue;
          const at = rules.byStart(id, one.start);
          const fresh: RuleCard = {
            id,
            version: 0,
            status: 'scheduled',
            appt_start: '',
            check_in_at: null,
            check_out_at: null,
            updated_at: '',
          };
          const base = known ?? fresh;
          const card = { ...base, appt_start: one.start, version: base.version + 1, updated_at: now };
          const order = { scheduled: placeAt(rules.order.scheduled, id, at) };
          if (known) paper.take(id);
          const starts = paper.columns.scheduled.map((name) => rules.cards.get(name)?.appt_start ?? '');
          while (starts.length > 0 && (starts.at(-1) ?? '') > one.start) starts.pop();
          paper.put(id, 'scheduled', starts.length);
          if (!known) paper.stamps.set(id, [null, null]);
          told = rules.accept({ kind: 'changed', card, order, position: at });
        } else if (!known) {
          continue;
        } else if (one.do === 'move') {
          const decision = decideMove(rules.order, known, one.to, one.at, now);
          const legal = ALLOWED[known.status].split(' ').includes(one.to);
          expect(decision.kind).toBe(legal ? 'changed' : 'refused');
          if (decision.kind !== 'changed') continue;
          paper.move(id, one.to, one.at, now);
          expect(decision.position).toBe(paper.columns[one.to].indexOf(id));
          told = rules.accept(decision);
        } else if (one.do === 'reorder') {
          const decision = decideReorder(rules.order, known, one.at, now);
          const was = [...paper.columns[known.status]];
          paper.take(id);
          paper.put(id, known.status, one.at);
          const same = was.every((name, index) => name === paper.columns[known.status][index]);
          expect(decision.kind).toBe(same ? 'unchanged' : 'changed');
          if (decision.kind !== 'changed') continue;
          told = rules.accept(decision);
        } else {
          // As the server: back to the column and the place that it came from.
          const then = before.get(id);
          if (!then) continue;
          const { status, check_in_at, check_out_at } = then.card;
          const card = { ...known, status, check_in_at, check_out_at, version: known.version + 1, updated_at: now };
          const left = { [known.status]: rules.order[known.status].filter((other) => other !== id) };
          const order = { ...left, [status]: placeAt(rules.order[status], id, then.position) };
          paper.take(id);
          paper.put(id, status, then.position);
          paper.stamps.set(id, [check_in_at, check_out_at]);
          told = rules.accept({ kind: 'changed', card, order, position: then.position });
        }
        if (known) before.set(id, { card: known, position });
        const card = rules.cards.get(id) as RuleCard;
        expect(card.version).toBe((known?.version ?? 0) + 1);
        expect(card.updated_at).toBe(now);
        const at = rules.order[card.status].indexOf(id);
        listener = applyChange(listener, {
          revision: String(Number(listener.revision) + 1),
          cards: [{ ...card, position: at } as Card],
          removed: [],
          order: told as Record<Status, string[]>,
          stats: countCards(rules.cards.values()),
        });

        expect(rules.order).toEqual(paper.columns);
        for (const [name, { status, check_in_at, check_out_at }] of rules.cards) {
          expect([name, status, check_in_at, check_out_at]).toEqual([
            name,
            paper.columnOf(name),
            ...(paper.stamps.get(name) as [string | null, string | null]),
          ]);
        }
        for (const status of STATUSES) {
          const { items } = listener.columns[status];
          expect(items.map((it) => it.id)).toEqual(paper.columns[status]);
          expect(items.map((it) => it.position)).toEqual(items.map((_, index) => index));
          expect(items.map((it) => it.version)).toEqual(items.map((it) => rules.cards.get(it.id)?.version));
          expect(listener.stats.statusCounts[status]).toBe(items.length);
        }
      }
    }),
    { numRuns: 100 * Number(process.env.PROPERTY_RUNS ?? 1) },
  );
});
