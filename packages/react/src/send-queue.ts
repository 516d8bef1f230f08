import {
  backoffMs,
  type Failure,
  failureOf,
  isTransient,
  retryAfterOf,
  type StatusBoardClient,
} from '@edgar-auto-shop/client';
import type { Moved } from '@edgar-auto-shop/contract';
import type { Intent } from './intents.ts';

const BACKOFF = { baseMs: 500, capMs: 15_000 };
/** How often an answer that should not be (a defect, a proxy's page) is asked for again before it counts as a refusal. */
const MAX_ODD_TRIES = 4;
const ONCE = { attempts: 1, baseMs: 0, capMs: 0 };

interface Events {
  /** The next intent to be sent, if there is one. */
  next(): Intent | undefined;
  onChange(): void;
  onAcknowledged(intent: Intent, answer: Moved): void;
  onRefused(intent: Intent, failure: Failure): void;
  onUnreachable(): void;
}

function send(client: StatusBoardClient, intent: Intent): Promise<Moved> {
  const { cardId, change, expectedVersion: expected_version } = intent;
  const options = { idempotencyKey: intent.key, retry: ONCE };
  switch (change.kind) {
    case 'move': {
      const position = change.position === undefined ? {} : { position: change.position };
      return client.moveAppointment(cardId, { new_status: change.to, expected_version, ...position }, options);
    }
    case 'reorder':
      return client.reorderAppointment(cardId, { position: change.position, expected_version }, options);
    case 'undo':
      return client.undoAppointment(cardId, expected_version, options);
  }
}

/**
 * Sends intents one after the other, in the order in which they were made: two cards dropped on the same place stand as
 * they were dropped only if the first arrives first. What cannot be delivered is tried again, forever, under its key.
 */
export class SendQueue {
  readonly #client: StatusBoardClient;
  readonly #events: Events;
  #draining = false;
  #wakeUp: (() => void) | null = null;

  constructor(client: StatusBoardClient, events: Events) {
    this.#client = client;
    this.#events = events;
  }

  /** The network may be back: ends a wait between two tries. */
  hurry(): void {
    this.#wakeUp?.();
  }

  /** There is something to send. */
  kick(): void {
    if (!this.#draining) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    for (let intent = this.#events.next(); intent; intent = this.#events.next()) await this.#deliver(intent);
    this.#draining = false;
  }

  async #deliver(intent: Intent): Promise<void> {
    intent.phase = 'sending';
    this.#events.onChange();
    try {
      this.#events.onAcknowledged(intent, await send(this.#client, intent));
    } catch (thrown) {
      const failure = failureOf(thrown);
      const odd = failure.kind === 'internal_error' || failure.kind === 'protocol';
      if (!isTransient(failure) && !(odd && intent.tries + 1 < MAX_ODD_TRIES)) {
        this.#events.onRefused(intent, failure);
        return;
      }
      intent.tries += 1;
      intent.phase = 'queued';
      this.#events.onChange();
      this.#events.onUnreachable();
      await this.#pause(backoffMs(intent.tries, BACKOFF, retryAfterOf(failure)));
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
