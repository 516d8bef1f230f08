import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, BoardSeen, CardSeen, Keyed, Outcome } from '@edgar-auto-shop/testing';
import type { Random } from '../random.ts';
import type { Change } from './change.ts';
import { chooseChange, undo } from './choose-change.ts';
import { book, cancel, choosePatch, chooseWish, rename } from './desk-work.ts';
import { Lines } from './lines.ts';
import type { Round } from './round.ts';
import { Onlooker } from './see-board.ts';
import type { Owner, Shop } from './shop.ts';
import { type Request, type Ways, writeUntilSettled } from './write-until-settled.ts';

/** Share of acknowledged requests that are sent again. */
const REPEATED = 0.1;
/** Share of what is done at the front desk: bookings, what is booked, cancellations and names. All else are moves and their like. */
const AT_DESK = 0.12;
/** Of that, of names and of what is booked. */
const [RENAMES, PATCHES] = [0.12, 0.35];
/** Of cancellations that were a mistake. */
const TAKEN_BACK = 0.4;
/** With more walk-ins on a board one is cancelled, with fewer one is booked. */
const WALK_INS = 3;
/** After a look that was not answered, in milliseconds. */
const BLIND_MS = 48;

/** Somebody who takes part in a round. */
export interface Person {
  name: string;
  ports: readonly number[];
  dates: readonly string[];
  random: Random;
  /** Think time at most, in milliseconds. */
  pauseMs: number;
}

/** What a client believes about a board. */
interface Known {
  date: string;
  cards: Map<string, CardSeen>;
}

/** One person at one screen: looks at a board, changes cards, insists until each change is settled. */
export class MovingClient {
  readonly #person: Person;
  readonly #shop: Shop;
  readonly #round: Round;
  readonly #ways: Ways;
  readonly #onlooker: Onlooker;
  /** Undefined where it has to look. */
  #known: Known | undefined;

  constructor(person: Person, shop: Shop, round: Round) {
    const { name, ports, random } = person;
    this.#person = person;
    this.#shop = shop;
    this.#round = round;
    this.#ways = { lines: new Lines(ports, random), spare: new Lines(ports, random) };
    this.#onlooker = new Onlooker(name, this.#ways.lines, round);
  }

  async run(): Promise<void> {
    const { random, pauseMs } = this.#person;
    while (!this.#round.isOver) {
      if (!this.#round.isRushed && pauseMs > 0) await delay(random.below(pauseMs));
      if (!this.#known || random.chance(0.1)) await this.#look();
      else if (random.chance(AT_DESK)) await this.#workAtDesk(this.#known);
      else await this.#change(this.#known);
    }
    // Theirs are the connections.
    await Promise.all(this.#round.stragglers);
    this.#ways.lines.close();
    this.#ways.spare.close();
  }

  async #look(): Promise<void> {
    const { random, dates } = this.#person;
    const date = random.pick(dates);
    const board = await this.#onlooker.look(date, random.chance(0.5));
    if (board) this.#known = { date, cards: new Map(cardsOf(board).map((card) => [card.id, card])) };
    else await delay(BLIND_MS);
  }

  async #change({ date, cards }: Known): Promise<void> {
    const { random, name } = this.#person;
    const card = random.pick([...cards.values()]);
    const answer = await this.#make(chooseChange(random, name, date, card));
    if (answer) cards.set(card.id, { ...card, ...answer });
  }

  async #workAtDesk({ date, cards }: Known): Promise<void> {
    const { random, name } = this.#person;
    const kind = random.next();
    if (kind < RENAMES) return this.#rename(random.pick(this.#round.owners));
    if (kind < RENAMES + PATCHES) {
      const card = random.pick([...cards.values()]);
      const answer = await this.#make(choosePatch(random, name, date, card, this.#shop));
      if (answer) cards.set(card.id, { ...card, ...answer });
      return;
    }
    const walkIns = [...cards.values()].filter(({ id }) => this.#round.walkIns.has(id));
    if (walkIns.length > random.below(2 * WALK_INS)) return this.#cancel(date, random.pick(walkIns));
    const booking = book(name, date, random.pick(this.#round.owners), chooseWish(random, date, this.#shop));
    if (await this.#make(booking)) this.#round.walkIns.add(booking.write.card);
    this.#known = undefined;
  }

  async #cancel(date: string, card: CardSeen): Promise<void> {
    const { random, name } = this.#person;
    const answer = await this.#make(cancel(name, date, card));
    this.#known = undefined;
    if (answer && random.chance(TAKEN_BACK)) await this.#make(undo(name, date, { ...card, ...answer }));
  }

  /** Makes a change, and looks again where it was refused. @returns the answer, if it was done */
  async #make({ write, request }: Change): Promise<Answer | undefined> {
    const { walkIns, writes } = this.#round;
    writes.push(write);
    const settled = await this.#insist(write, { ...request, mayBeGone: () => walkIns.has(write.card) });
    if (settled.kind === 'refused') this.#known = undefined;
    return settled.kind === 'ok' ? settled.answer : undefined;
  }

  async #rename(owner: Owner): Promise<void> {
    const { write, request } = rename(this.#person.name, owner);
    this.#round.renames.push(write);
    await this.#insist(write, request);
  }

  /** Sends it until it is settled, and now and then once more. */
  async #insist<A extends { version: number }>(write: Keyed<A>, request: Request<A>): Promise<Outcome<A>> {
    const outcome = await writeUntilSettled(this.#round, this.#ways, write, request);
    if (outcome.kind !== 'ok') return outcome;
    if (outcome.answer.version !== request.expectedVersion) this.#round.acknowledged += 1;
    // Also where nothing changed: that answer, too, is kept.
    if (this.#person.random.chance(REPEATED)) await writeUntilSettled(this.#round, this.#ways, write, request);
    return outcome;
  }
}

const cardsOf = (board: BoardSeen): CardSeen[] => Object.values(board.columns).flat();

/** A wall screen: asks for one board after the other. */
export async function keepReading({ name, ports, dates, random, pauseMs }: Person, round: Round): Promise<void> {
  const lines = new Lines(ports, random);
  const onlooker = new Onlooker(name, lines, round);
  while (!round.isOver) {
    const board = await onlooker.look(random.pick(dates), random.chance(0.5));
    if (!board) await delay(BLIND_MS / 2);
    else if (pauseMs > 0) await delay(random.below(pauseMs));
  }
  lines.close();
}
