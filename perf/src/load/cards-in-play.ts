/** A card that the generator moves to and fro, with the version that it was last told. */
export interface PlayedCard {
  id: string;
  date: string;
  status: 'in_progress' | 'ready';
  version: number;
}

/**
 * The cards of a load. No card is moved by two clients at once, so every `expected_version` is right and every refusal
 * is a fault of the server.
 */
export class CardsInPlay {
  readonly #byDate = new Map<string, PlayedCard[]>();
  readonly #busy = new Set<PlayedCard>();

  constructor(cards: PlayedCard[]) {
    for (const card of cards) {
      const there = this.#byDate.get(card.date);
      if (there) there.push(card);
      else this.#byDate.set(card.date, [card]);
    }
  }

  /** Any card of any of these boards that nobody is moving now. */
  take(dates: string[]): PlayedCard {
    for (;;) {
      const cards = this.#byDate.get(any(dates)) ?? [];
      const card = any(cards);
      if (this.#busy.has(card)) continue;
      this.#busy.add(card);
      return card;
    }
  }

  on(date: string): readonly PlayedCard[] {
    return this.#byDate.get(date) ?? [];
  }

  giveBack(card: PlayedCard): void {
    this.#busy.delete(card);
  }
}

function any<T>(list: T[]): T {
  return list[Math.floor(Math.random() * list.length)] as T;
}
