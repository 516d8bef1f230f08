import type { StatusBoardClient, Subscription, SubscriptionState } from '@edgar-auto-shop/client';
import type { Board } from '@edgar-auto-shop/contract';
import type { Surroundings } from './attention.ts';

/**
 * How long a stream is kept for a screen that nobody sees, in milliseconds. A browser opens six connections to a server,
 * for all its windows together: streams of windows in the background would leave none to work with.
 */
const KEPT_HIDDEN = 30_000;

interface Parts {
  client: Pick<StatusBoardClient, 'subscribeBoard'>;
  surroundings: Surroundings;
  onBoard(board: Board): void;
  /** Whether changes come by themselves now, or not any more; and where that is told, until when the board was known to be current. */
  onFollowing(following: boolean, until: number): void;
}

/** Follows the changes of the board that is on the screen, while somebody can see it. */
export class Follower {
  readonly #parts: Parts;
  #pollingInterval: number | undefined;
  #date: string | undefined;
  #subscription: Subscription | undefined;
  #watching: (() => void) | undefined;
  #hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  #state: SubscriptionState['kind'] = 'connecting';

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Whether every change comes as it happens. */
  get isLive(): boolean {
    return this.#state === 'live';
  }

  /** Whether the first news of a board are on their way. */
  get isConnecting(): boolean {
    return this.#subscription !== undefined && this.#state === 'connecting';
  }

  /** How often changes are asked for where streams do not come through; endless is never. Another choice begins anew. */
  setPolling(pollingInterval: number): void {
    this.#pollingInterval = pollingInterval;
    if (!this.#subscription || this.#date === undefined) return;
    this.#end();
    this.follow(this.#date);
  }

  start(): void {
    this.#watching ??= this.#parts.surroundings.watch(() => this.#attend());
  }

  stop(): void {
    this.#watching?.();
    this.#watching = undefined;
    this.#end();
  }

  /** A board of this date was read: from now on its changes are followed. */
  follow(date: string): void {
    const { surroundings } = this.#parts;
    if (!this.#watching || surroundings.isHidden() || surroundings.isOffline()) return;
    if (this.#subscription && this.#date === date) return;
    this.#end();
    this.#date = date;
    this.#subscription = this.#parts.client.subscribeBoard({
      date,
      onBoard: this.#parts.onBoard,
      pollingInterval: this.#pollingInterval,
      onState: (state) => this.#setState(state),
    });
  }

  /** The next successful read follows again. */
  #attend(): void {
    const { surroundings } = this.#parts;
    clearTimeout(this.#hiddenTimer);
    if (surroundings.isOffline()) this.#end();
    else if (surroundings.isHidden()) this.#hiddenTimer = setTimeout(() => this.#end(), KEPT_HIDDEN);
  }

  #end(): void {
    clearTimeout(this.#hiddenTimer);
    this.#subscription?.close();
    this.#subscription = undefined;
    this.#setState({ kind: 'connecting' });
  }

  #setState(state: SubscriptionState): void {
    const { kind } = state;
    if (kind === this.#state) return;
    const until = 'since' in state ? state.since : this.isLive && this.#parts.surroundings.now();
    this.#state = kind;
    // Where streams do not come through, changes are told soon after.
    this.#parts.onFollowing(kind === 'live' || kind === 'polling', until || 0);
  }
}
