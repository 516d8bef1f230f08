import { type Failure, StatusBoardError } from '@edgar-auto-shop/client';
import {
  type Appointment,
  type Board,
  type BoardChange,
  type Card,
  countCards,
  decideMove,
  decideReorder,
  ERRORS,
  type ErrorCode,
  type Moved,
  placeAt,
  STATUSES,
  type Status,
} from '@edgar-auto-shop/contract';

export const DATE = '2025-09-20';
const AT = '2025-09-20T15:00:00.000Z';

type Order = Record<Status, string[]>;

export function makeCard(id: string, status: Status): Card {
  return {
    id,
    version: 1,
    status,
    position: 0,
    customer_id: 'c',
    customer_name: `Customer ${id}`,
    customer_phone: null,
    vehicle_id: 'v',
    year: 2020,
    make: 'Honda',
    model: 'Civic',
    license_plate: null,
    vehicle_info: '2020 Honda Civic',
    services: [{ code: 'OIL', name: 'Oil change', qty: 1, price_cents: 7900 }],
    appt_start: AT,
    appt_end: '2025-09-20T16:00:00.000Z',
    tech_id: null,
    tech_name: null,
    check_in_at: null,
    check_out_at: null,
    total_cents: 7900,
    paid_cents: 0,
    notes: null,
    double_booked: false,
    updated_at: AT,
  };
}

function refuse(kind: ErrorCode, details?: unknown): never {
  const { status, description } = ERRORS[kind];
  throw new StatusBoardError({ kind, status, message: description, details, correlationId: 'model' } as Failure);
}

/** The server as the contract describes it, in memory and without a network: the same rules, versions, revisions and keys. */
export class ModelServer {
  readonly cards = new Map<string, Card>();
  readonly order: Order = { scheduled: [], in_progress: [], ready: [], completed: [], no_show: [] };
  readonly applied: string[] = [];
  /** Under which keys the changes were made that undos took back. */
  readonly undone: (string | undefined)[] = [];
  revision = 0n;
  database = 'model';
  /** What it can still tell of, one a revision. */
  changes: BoardChange[] = [];
  /** Called after every change. */
  onChange = () => {};
  readonly #answers = new Map<string, Moved>();
  /** By card and version. */
  readonly #makers = new Map<string, string>();
  readonly #before = new Map<string, Pick<Card, 'status' | 'position'>>();

  constructor(statuses: readonly Status[]) {
    for (const [i, status] of statuses.entries()) {
      const id = `card-${i}`;
      this.cards.set(id, makeCard(id, status));
      this.order[status].push(id);
    }
  }

  board(): Board {
    const column = (status: Status) => ({
      items: this.order[status].map((id, position) => ({ ...this.#card(id), position })),
    });
    const columns = Object.fromEntries(STATUSES.map((status) => [status, column(status)])) as Board['columns'];
    const stats = countCards(this.cards.values());
    return { date: DATE, time_zone: 'America/Los_Angeles', revision: String(this.revision), columns, stats };
  }

  appointment(id: string): Appointment {
    const card = this.#card(id);
    return { ...card, position: this.order[card.status].indexOf(id), date: DATE };
  }

  /** Names a revision, as the id of its event. */
  idOf(revision: bigint | string): string {
    return `${this.database}.${DATE}.${revision}`;
  }

  /** What came after an event, or null where that can no longer be told. */
  changesAfter(id: string): BoardChange[] | null {
    const revision = BigInt(id.split('.').at(-1) ?? 0);
    const events = this.changes.filter((it) => BigInt(it.revision) > revision);
    const isWhole = id === this.idOf(revision) && BigInt(events.length) === this.revision - revision;
    return isWhole ? events : null;
  }

  /** Like a server that was exchanged: it can tell of nothing that was before. */
  forget(): void {
    this.changes = [];
  }

  #card(id: string): Card {
    return this.cards.get(id) ?? refuse('not_found');
  }

  #write(id: string, expected: number, key: string, act: (card: Card) => Card | null): Moved {
    const known = this.#answers.get(key);
    if (known) return known;
    const card = this.#card(id);
    if (card.version !== expected)
      refuse('version_conflict', { expected_version: expected, current_version: card.version, current: card });
    const before = { status: card.status, position: this.order[card.status].indexOf(id) };
    const orders = { ...this.order };
    const after = act(card);
    if (after) {
      this.#before.set(id, before);
      this.cards.set(id, after);
      this.revision += 1n;
      const changed = STATUSES.filter((it) => this.order[it] !== orders[it]);
      this.changes.push({
        revision: String(this.revision),
        cards: [this.appointment(id)].map(({ date: _, ...rest }) => rest),
        removed: [],
        order: Object.fromEntries(changed.map((it) => [it, [...this.order[it]]])),
        stats: countCards(this.cards.values()),
      });
      this.applied.push(key);
      this.#makers.set(`${id}@${after.version}`, key);
      this.onChange();
    }
    const now = this.#card(id);
    const { version, status, updated_at } = now;
    const position = this.order[status].indexOf(id);
    const answer: Moved = {
      appointment_id: id,
      status,
      position,
      version,
      updated_at,
      date: DATE,
      revision: String(this.revision),
    };
    this.#answers.set(key, answer);
    return answer;
  }

  move(id: string, to: Status, position: number | undefined, expected: number, key: string): Moved {
    return this.#write(id, expected, key, (card) => {
      const decision = decideMove(this.order, card, to, position, AT);
      if (decision.kind === 'refused') {
        const { from, allowed } = decision;
        return refuse('invalid_transition', { from, to, allowed });
      }
      if (decision.kind === 'unchanged') return null;
      Object.assign(this.order, decision.order);
      return decision.card;
    });
  }

  reorder(id: string, position: number, expected: number, key: string): Moved {
    return this.#write(id, expected, key, (card) => {
      const decision = decideReorder(this.order, card, position, AT);
      if (decision.kind !== 'changed') return null;
      Object.assign(this.order, decision.order);
      return decision.card;
    });
  }

  /** Somebody writes something down about a card, and leaves it where it is. */
  edit(id: string, key: string): void {
    const { version } = this.#card(id);
    this.#write(id, version, key, (card) => ({ ...card, notes: key, version: version + 1 }));
  }

  undo(id: string, expected: number, key: string): Moved {
    return this.#write(id, expected, key, (card) => {
      const before = this.#before.get(id) ?? refuse('not_undoable', { reason: 'creation' });
      this.undone.push(this.#makers.get(`${id}@${card.version}`));
      this.order[card.status] = this.order[card.status].filter((it) => it !== id);
      this.order[before.status] = placeAt(this.order[before.status], id, before.position);
      return { ...card, status: before.status, version: card.version + 1 };
    });
  }
}
