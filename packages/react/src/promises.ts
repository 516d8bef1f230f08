import { type Entries, hasChanged, isParked, isUnsent, type OutboxEntry } from '@edgar-auto-shop/client/outbox';
import type { Outcome } from './outcomes.ts';

interface Waiting {
  id: string;
  cardId: string;
  promise: Promise<Outcome>;
  /** Whether a try may have reached the server, as far as was last seen. */
  unsure: boolean;
  settle(outcome: Outcome): void;
}

/** Those who wait to hear how a change ends. */
export class Promises {
  readonly #waiting = new Map<string, Waiting>();

  get size(): number {
    return this.#waiting.size;
  }

  has(id: string): boolean {
    return this.#waiting.has(id);
  }

  /** How it ends, also for who asks a second time. */
  of({ id, cardId }: OutboxEntry): Promise<Outcome> {
    const known = this.#waiting.get(id);
    if (known) return known.promise;
    const made = { id, cardId, unsure: false } as Waiting;
    made.promise = new Promise((resolve) => {
      made.settle = resolve;
    });
    this.#waiting.set(id, made);
    return made.promise;
  }

  settle(id: string, outcome: Outcome): void {
    this.#waiting.get(id)?.settle(outcome);
    this.#waiting.delete(id);
  }

  /** Tells of what has ended in the outbox, except of what was refused a moment ago: that is told with where its card is then. */
  hear(entries: Entries): void {
    for (const made of this.#waiting.values()) {
      const { id, cardId, unsure } = made;
      const entry = entries.find((it) => it.id === id);
      if (entry) made.unsure = !isUnsent(entry);
      if (!entry) this.settle(id, { kind: 'withdrawn', cardId, unsure });
      else if (entry.answer) {
        this.settle(id, {
          kind: 'applied',
          cardId,
          answer: entry.answer,
          before: entry.before,
          changed: hasChanged(entry),
        });
      } else if (isParked(entry) && entry.waited) this.settle(id, { kind: 'parked', cardId, entry });
    }
  }
}
