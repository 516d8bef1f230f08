import type { SubscribeOptions, Subscription } from '@edgar-auto-shop/client';
import type { Board } from '@edgar-auto-shop/contract';
import type { Stream } from './model-network.ts';
import type { ModelServer } from './model-server.ts';

/** A subscription without a client: a test says outright which board and which state it tells of. */
export class ToldStream implements Stream {
  readonly #server: ModelServer;
  #onTheWay: Board[] = [];
  #isLive = false;
  subscription: SubscribeOptions | undefined;

  constructor(server: ModelServer) {
    this.#server = server;
  }

  subscribe(options: SubscribeOptions): Subscription {
    this.subscription = options;
    return { close: () => {} };
  }

  changed(): void {
    if (this.#isLive) this.#onTheWay.push(this.#server.board());
  }

  arrive(): void {
    const board = this.#onTheWay.shift();
    if (board) this.subscription?.onBoard(board);
  }

  /** Cuts it, and what was on its way is lost; or lets it connect again, beginning with what was missed. */
  turn(): void {
    this.#isLive = !this.#isLive;
    this.#onTheWay = this.#isLive ? [this.#server.board()] : [];
    this.subscription?.onState?.({ kind: this.#isLive ? 'live' : 'connecting' });
  }
}
