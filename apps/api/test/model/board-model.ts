import { STATUSES, type Status } from '@edgar-auto-shop/contract';
import type { Command, Fields, Noun, ShopIds } from './commands.ts';

// The board as one would explain it on a napkin: a list of ids for each column of each date, and a map of cards. No ranks,
// no locks, no deltas; nothing of the server's code but the names of the columns.

/** From the contract's table; written down again, so that a change there is noticed here. */
const ALLOWED: Record<Status, string> = {
  scheduled: 'in_progress no_show',
  in_progress: 'ready completed scheduled',
  ready: 'completed in_progress',
  completed: '',
  no_show: 'scheduled',
};

/** What a change of a card can change, and an undo puts back. */
interface Told {
  status: Status;
  start: string;
  end: string;
  tech: string | null;
  notes: string | null;
  paid: number;
  checkIn: string | null;
  checkOut: string | null;
  cancelled: boolean;
}

export interface ModelCard extends Told {
  id: string;
  customer: number;
  version: number;
  updatedAt: string;
  events: ModelEvent[];
}

export interface ModelEvent {
  version: number;
  type: string;
  from_status: Status | null;
  to_status: Status | null;
  from_position: number | null;
  to_position: number | null;
}

export interface ModelBoard {
  revision: number;
  columns: Record<Status, string[]>;
}

/** What one command did. */
export interface Effect {
  changed: boolean;
  card?: ModelCard;
  /** Where its answer says that the card is, or was last. */
  place?: { date: string; position: number };
}

const dateOf = ({ start }: Pick<Told, 'start'>) => start.slice(0, 10);
const tellOf = ({ status, start, end, tech, notes, paid, checkIn, checkOut, cancelled }: Told): Told => ({
  status,
  start,
  end,
  tech,
  notes,
  paid,
  checkIn,
  checkOut,
  cancelled,
});

export class BoardModel {
  readonly cards = new Map<string, ModelCard>();
  readonly names: Record<Noun, Map<string, string>> = {
    customers: new Map(),
    vehicles: new Map(),
    technicians: new Map(),
  };
  readonly #boards = new Map<string, ModelBoard>();
  /** A card as it was before its latest change, with that change. */
  readonly #before = new Map<string, { told: Told; event: ModelEvent }>();
  readonly #ids: ShopIds;

  constructor(ids: ShopIds) {
    this.#ids = ids;
  }

  board(date: string): ModelBoard {
    let board = this.#boards.get(date);
    if (!board) {
      board = { revision: 0, columns: { scheduled: [], in_progress: [], ready: [], completed: [], no_show: [] } };
      this.#boards.set(date, board);
    }
    return board;
  }

  positionOf(card: ModelCard): number {
    return this.board(dateOf(card)).columns[card.status].indexOf(card.id);
  }

  /** Whether its technician has another card at the same time. */
  isDoubleBooked(card: ModelCard): boolean {
    return [...this.cards.values()].some(
      (other) =>
        other !== card &&
        !other.cancelled &&
        card.tech !== null &&
        other.tech === card.tech &&
        other.start < card.end &&
        card.start < other.end,
    );
  }

  /** The code of the refusal that a command deserves; undefined where it is legal. */
  refusalOf(command: Command): string | undefined {
    if (!('version' in command)) return undefined;
    const card = this.cards.get(command.id);
    if (!card || (card.cancelled && command.kind !== 'undo')) return 'not_found';
    if (card.version !== command.version) return 'version_conflict';
    if (command.kind === 'move' && !ALLOWED[card.status].split(' ').includes(command.to)) return 'invalid_transition';
    if (command.kind === 'undo' && card.version === 1) return 'not_undoable';
    return undefined;
  }

  /** @param now what the server says of when it did it; @param newId of what was booked */
  apply(command: Command, now: string, newId: string): Effect {
    const touched = new Set<string>();
    const marks = this.#marks();
    const effect = this.#do(command, now, newId, touched);
    for (const [card, was] of marks) {
      if (!card.cancelled && this.isDoubleBooked(card) !== was) touched.add(dateOf(card));
    }
    for (const date of touched) this.board(date).revision += 1;
    return effect;
  }

  #marks() {
    return [...this.cards.values()]
      .filter((card) => !card.cancelled)
      .map((card) => [card, this.isDoubleBooked(card)] as const);
  }

  #do(command: Command, now: string, newId: string, touched: Set<string>): Effect {
    if (command.kind === 'book') return this.#book(command, now, newId, touched);
    if (command.kind === 'rename') return this.#rename(command, touched);
    const card = this.cards.get(command.id) as ModelCard;
    switch (command.kind) {
      case 'move': {
        const { to: status } = command;
        const stamps =
          status === 'scheduled'
            ? { checkIn: null, checkOut: null }
            : {
                checkIn: status === 'in_progress' ? (card.checkIn ?? now) : card.checkIn,
                checkOut: status === 'completed' ? now : card.checkOut,
              };
        return this.#change(card, 'moved', { status, ...stamps }, command.position ?? 'end', now, touched);
      }
      case 'reorder': {
        const column = this.board(dateOf(card)).columns[card.status];
        const place = { date: dateOf(card), position: this.positionOf(card) };
        if (Math.min(command.position, column.length - 1) === place.position) return { changed: false, card, place };
        return this.#change(card, 'reordered', {}, command.position, now, touched);
      }
      case 'cancel':
        return this.#change(card, 'cancelled', { cancelled: true }, 'end', now, touched);
      case 'patch':
        return this.#patch(card, command.fields, now, touched);
      case 'undo': {
        const { told, event } = this.#before.get(card.id) as { told: Told; event: ModelEvent };
        const stays = !card.cancelled && !told.cancelled && dateOf(card) === dateOf(told);
        const keeps = stays && card.status === told.status && event.from_position === event.to_position;
        return this.#change(card, 'undone', told, keeps ? 'keep' : (event.from_position ?? 'end'), now, touched);
      }
    }
  }

  #book(command: Extract<Command, { kind: 'book' }>, now: string, id: string, touched: Set<string>): Effect {
    const { customer, start, end, tech } = command;
    const plain = { notes: null, paid: 0, checkIn: null, checkOut: null, cancelled: false, events: [] };
    const card: ModelCard = {
      id,
      customer,
      version: 0,
      status: 'scheduled',
      start,
      end,
      tech,
      updatedAt: now,
      ...plain,
    };
    const { scheduled } = this.board(dateOf(card)).columns;
    const position = this.#placeByStart(dateOf(card), start);
    scheduled.splice(position, 0, id);
    this.cards.set(id, card);
    this.#note(card, 'created', now, { from: null, to: position });
    touched.add(dateOf(card));
    return { changed: true, card, place: { date: dateOf(card), position } };
  }

  /** Just below the lowest scheduled card that starts no later. */
  #placeByStart(date: string, start: string): number {
    const starts = this.board(date).columns.scheduled.map((id) => (this.cards.get(id) as ModelCard).start);
    while (starts.length > 0 && (starts.at(-1) as string) > start) starts.pop();
    return starts.length;
  }

  #patch(card: ModelCard, fields: Fields, now: string, touched: Set<string>): Effect {
    const told = {
      start: fields.appt_start ?? card.start,
      end: fields.appt_end ?? card.end,
      tech: fields.tech_id === undefined ? card.tech : fields.tech_id,
      notes: fields.notes === undefined ? card.notes : fields.notes,
      paid: fields.paid_cents ?? card.paid,
    };
    const place = { date: dateOf(card), position: this.positionOf(card) };
    const same = JSON.stringify(tellOf({ ...card, ...told })) === JSON.stringify(tellOf(card));
    if (same) return { changed: false, card, place };
    const rescheduled = told.start !== card.start || told.end !== card.end;
    const stays = dateOf(told) === dateOf(card);
    const position = stays
      ? 'keep'
      : card.status === 'scheduled'
        ? this.#placeByStart(dateOf(told), told.start)
        : 'end';
    return this.#change(card, rescheduled ? 'rescheduled' : 'updated', told, position, now, touched);
  }

  #rename({ noun, id, name }: Extract<Command, { kind: 'rename' }>, touched: Set<string>): Effect {
    if (this.names[noun].get(id) === name) return { changed: false };
    this.names[noun].set(id, name);
    for (const card of this.cards.values()) {
      const { id: customer, vehicleId } = this.#ids.customers[card.customer] as ShopIds['customers'][0];
      const shown = { customers: customer, vehicles: vehicleId, technicians: card.tech }[noun];
      if (shown === id && !card.cancelled) touched.add(dateOf(card));
    }
    return { changed: true };
  }

  #change(
    card: ModelCard,
    type: string,
    told: Partial<Told>,
    position: number | 'keep' | 'end',
    now: string,
    touched: Set<string>,
  ): Effect {
    const before = tellOf(card);
    const from = card.cancelled ? null : this.positionOf(card);
    const home = dateOf(card);
    if (from !== null) touched.add(home);
    if (from !== null && position !== 'keep') this.board(home).columns[card.status].splice(from, 1);
    Object.assign(card, told);
    let to: number | null = null;
    if (!card.cancelled) {
      const column = this.board(dateOf(card)).columns[card.status];
      if (position !== 'keep')
        column.splice(position === 'end' ? column.length : Math.min(position, column.length), 0, card.id);
      to = column.indexOf(card.id);
      touched.add(dateOf(card));
    }
    const event = this.#note(card, type, now, { from, to }, before);
    this.#before.set(card.id, { told: before, event });
    const date = card.cancelled ? home : dateOf(card);
    return { changed: true, card, place: { date, position: to ?? from ?? 0 } };
  }

  #note(
    card: ModelCard,
    type: string,
    now: string,
    { from, to }: { from: number | null; to: number | null },
    before?: Told,
  ): ModelEvent {
    card.version += 1;
    card.updatedAt = now;
    const event: ModelEvent = {
      version: card.version,
      type,
      from_status: before && from !== null ? before.status : null,
      to_status: to === null ? null : card.status,
      from_position: from,
      to_position: to,
    };
    // A change of notes or of the technician has no place.
    const placeless = { from_status: null, to_status: null, from_position: null, to_position: null };
    if (type === 'updated') Object.assign(event, placeless);
    card.events.push(event);
    return event;
  }

  /** What the cards of a date bring and owe, and how many there are in each column. */
  statsOf(date: string, priceCents: number) {
    const { columns } = this.board(date);
    const statusCounts = Object.fromEntries(STATUSES.map((status) => [status, columns[status].length]));
    const cards = Object.values(columns).flatMap((ids) => ids.map((id) => this.cards.get(id) as ModelCard));
    const owed = cards.filter(({ status }) => status !== 'no_show').map(({ paid }) => Math.max(0, priceCents - paid));
    return {
      jobsToday: cards.length,
      onPrem: columns.in_progress.length + columns.ready.length,
      statusCounts,
      unpaidTotalCents: owed.reduce((sum, it) => sum + it, 0),
      revenueCents: columns.completed.length * priceCents,
    };
  }
}
