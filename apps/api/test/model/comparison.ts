import { STATUSES } from '@edgar-auto-shop/contract';
import type { BoardModel, ModelCard } from './board-model.ts';
import type { ShopIds } from './commands.ts';
import { type Check, difference } from './finding.ts';
import { type Api, BOARD, PRICE_CENTS } from './open-front.ts';

interface Differs {
  check: Check;
  message: string;
}

// biome-ignore lint/suspicious/noExplicitAny: what a server answers is held against the model field by field
type Thing = any;

/** Everything that can be seen of a shop's boards, held against the model. */
export class Comparison {
  readonly #apis: Api[];
  readonly #ids: ShopIds;
  readonly #dates: string[];
  readonly #model: BoardModel;
  /** The latest board that was seen of each date and its tag, by whichever server gave it. */
  readonly #tags = new Map<string, { etag: string; board: Thing }>();
  readonly #histories = new Set<ModelCard>();

  constructor(apis: Api[], ids: ShopIds, dates: string[], model: BoardModel) {
    this.#apis = apis;
    this.#ids = ids;
    this.#dates = dates;
    this.#model = model;
  }

  /** The card's history has a new item, to be looked at the next time. */
  expectHistory(card: ModelCard): void {
    this.#histories.add(card);
  }

  async all(check: Check): Promise<Differs[]> {
    for (const [i, api] of this.#apis.entries()) {
      for (const date of this.#dates) {
        const found = (await this.#board(api, date, check)) ?? (await this.#stats(api, date));
        if (found) return [{ ...found, message: `server ${i}: ${found.message}` }];
      }
    }
    for (const card of this.#histories) {
      const found = (await this.#history(this.#apis[0] as Api, card)) ?? (await this.#card(this.#apis[0] as Api, card));
      if (found) return [found];
    }
    this.#histories.clear();
    return [];
  }

  async #board(api: Api, date: string, check: Check): Promise<Differs | undefined> {
    const before = this.#tags.get(date);
    const headers: Record<string, string> = before ? { 'if-none-match': before.etag } : {};
    const answer = await api('GET', `${BOARD}?date=${date}`, undefined, headers);
    const notModified = answer.status === 304 && before !== undefined;
    const board = notModified ? before.board : answer.data;
    const etag = answer.headers.get('etag') ?? '';
    const placement = this.#differs(board, date, places);
    const wrong = placement ?? this.#differs(board, date, facts);
    if (notModified && wrong) return { check: 'I7', message: `304, but the board of ${date} has ${wrong}` };
    if (before && before.etag === etag && !notModified) return { check: 'I7', message: `200 under the tag ${etag}` };
    this.#tags.set(date, { etag, board });
    const old = Number(board.revision) < this.#model.board(date).revision;
    return wrong === undefined
      ? undefined
      : { check: old ? 'I7' : check, message: `the board of ${date} has ${wrong}` };
  }

  #differs(board: Thing, date: string, ofCard: (card: Thing) => object): string | undefined {
    const { revision, columns } = this.#model.board(date);
    const wanted = Object.fromEntries(
      STATUSES.map((status) => [status, columns[status].map((id) => ofCard(this.#shown(id)))]),
    );
    const found = Object.fromEntries(STATUSES.map((status) => [status, board.columns[status].items.map(ofCard)]));
    const { jobsToday, onPrem, statusCounts } = this.#model.statsOf(date, PRICE_CENTS);
    return difference(
      { ...wanted, revision: String(revision), stats: { jobsToday, onPrem, statusCounts } },
      { ...found, revision: board.revision, stats: board.stats },
    );
  }

  #shown(id: string) {
    const card = this.#model.cards.get(id) as ModelCard;
    const { customers, vehicles, technicians } = this.#model.names;
    const person = this.#ids.customers[card.customer] as ShopIds['customers'][0];
    return {
      id,
      version: card.version,
      status: card.status,
      position: this.#model.positionOf(card),
      customer_name: customers.get(person.id),
      license_plate: vehicles.get(person.vehicleId) ?? null,
      appt_start: card.start,
      appt_end: card.end,
      tech_id: card.tech,
      tech_name: card.tech === null ? null : technicians.get(card.tech),
      check_in_at: card.checkIn,
      check_out_at: card.checkOut,
      total_cents: PRICE_CENTS,
      paid_cents: card.paid,
      notes: card.notes,
      double_booked: this.#model.isDoubleBooked(card),
      updated_at: card.updatedAt,
    };
  }

  async #stats(api: Api, date: string): Promise<Differs | undefined> {
    const { date: _, ...found } = (await api('GET', `/api/admin/dashboard/stats?date=${date}`)).data;
    const wrong = difference(this.#model.statsOf(date, PRICE_CENTS), found);
    return wrong === undefined ? undefined : { check: 'I6', message: `the stats of ${date} have ${wrong}` };
  }

  async #history(api: Api, card: ModelCard): Promise<Differs | undefined> {
    const { items } = (await api('GET', `/api/admin/appointments/${card.id}/history?page_size=200`)).data;
    const found = items.map((it: Thing) => ({
      version: it.version,
      type: it.type,
      from_status: it.from_status,
      to_status: it.to_status,
      from_position: it.from_position,
      to_position: it.to_position,
    }));
    const wrong = difference(card.events.toReversed(), found);
    return wrong === undefined ? undefined : { check: 'I2', message: `the history of card ${card.id} has ${wrong}` };
  }

  /** By itself, not from its board. */
  async #card(api: Api, card: ModelCard): Promise<Differs | undefined> {
    const answer = await api('GET', `/api/admin/appointments/${card.id}`);
    if (card.cancelled) {
      return answer.status === 404 ? undefined : { check: 'contract', message: `cancelled card ${card.id} is there` };
    }
    const placement = difference(places(this.#shown(card.id)), places(answer.data));
    const wrong = placement ?? difference(this.#shown(card.id), facts(answer.data));
    if (wrong === undefined) return undefined;
    return { check: placement ? 'I6' : 'contract', message: `card ${card.id} by itself has ${wrong}` };
  }
}

/** Where a card stands. */
const places = ({ id, version, status, position }: Thing) => ({ id, version, status, position });

/** The fields of a card that the model knows. */
const facts = (card: Thing) => ({
  id: card.id,
  version: card.version,
  status: card.status,
  position: card.position,
  customer_name: card.customer_name,
  license_plate: card.license_plate,
  appt_start: card.appt_start,
  appt_end: card.appt_end,
  tech_id: card.tech_id,
  tech_name: card.tech_name,
  check_in_at: card.check_in_at,
  check_out_at: card.check_out_at,
  total_cents: card.total_cents,
  paid_cents: card.paid_cents,
  notes: card.notes,
  double_booked: card.double_booked,
  updated_at: card.updated_at,
});
