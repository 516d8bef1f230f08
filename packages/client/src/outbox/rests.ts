/**
 * Cards whose changes wait by themselves, because an answer to one of them was no verdict: other cards' changes pass them by.
 * Each window has its own; another one only tries sooner.
 */
export class Rests {
  readonly #until = new Map<string, number>();

  /** @param until in milliseconds since 1970 */
  add(cardId: string, until: number): void {
    this.#until.set(cardId, until);
  }

  /** Those that rest now. */
  cards(now: number): ReadonlySet<string> {
    return new Set([...this.#until].filter(([, until]) => until > now).map(([cardId]) => cardId));
  }

  /** How long until the first of them has rested, in milliseconds; 0 where none rests. */
  shortest(now: number): number {
    const left = [...this.#until.values()].map((until) => until - now).filter((ms) => ms > 0);
    return left.length > 0 ? Math.min(...left) : 0;
  }

  clear(): void {
    this.#until.clear();
  }
}
