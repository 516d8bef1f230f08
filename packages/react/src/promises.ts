import type { OutboxEntry } from '@edgar-auto-shop/client/outbox';
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

  get made(): readonly Waiting[] {
    return [...this.#waiting.values()];
  }

  has(id: string): boolean {
    return this.#waiting.has(id);
  }

  /** How it ends, also for who asks a second time. */
  of({ id, cardId }: OutboxEntry): Promise<Outcome> {
    const known = this.#waiting.get(id);
    if (known) return known.promise;
    let settle: Waiting['settle'] = () => {};
    const promise = new Promise<Outcome>((resolve) => {
      settle = resolve;
    });
    this.#waiting.set(id, { id, cardId, promise, unsure: false, settle });
    return promise;
  }

  settle(id: string, outcome: Outcome): void {
    this.#waiting.get(id)?.settle(outcome);
    this.#waiting.delete(id);
  }
}
