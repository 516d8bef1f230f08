import {
  type CallOptions,
  type StatusBoardClient,
  StatusBoardError,
  type SubscribeOptions,
} from '@edgar-auto-shop/client';
import type { Board, Move, Reorder } from '@edgar-auto-shop/contract';
import { DATE, type ModelServer } from './model-server.ts';

interface Packet {
  /** Whether the request is still on its way, or its answer is on the way back. */
  leg: 'there' | 'back';
  since: number;
  arrive(): void;
  lose(): void;
}

/** A network that delivers nothing by itself: a test picks which request or answer arrives next, and which is lost. */
export class ModelNetwork {
  readonly packets: Packet[] = [];
  readonly #server: ModelServer;
  /** Streams that are open, with the boards that are on their way to each: they arrive in order, if they do. */
  readonly streams: { subscription: SubscribeOptions; onTheWay: Board[]; isLive: boolean }[] = [];

  constructor(server: ModelServer) {
    this.#server = server;
    server.onChange = () => {
      for (const one of this.streams) if (one.isLive) one.onTheWay.push(server.board());
    };
  }

  /** Lets the next board of a stream arrive. */
  stream(place: number): void {
    const one = this.streams[place % Math.max(1, this.streams.length)];
    const board = one?.onTheWay.shift();
    if (board) one?.subscription.onBoard(board);
  }

  /** Cuts a stream, and what was on its way is lost; or lets it connect again, beginning with what was missed. */
  turn(place: number): void {
    const one = this.streams[place % Math.max(1, this.streams.length)];
    if (!one) return;
    one.isLive = !one.isLive;
    one.onTheWay = one.isLive ? [this.#server.board()] : [];
    one.subscription.onState?.({ kind: one.isLive ? 'live' : 'connecting' });
  }

  #carry<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const lost = () => reject(new StatusBoardError({ kind: 'network', message: 'lost' }));
      const since = Date.now();
      const back = (finish: () => void) => this.packets.push({ leg: 'back', since, arrive: finish, lose: lost });
      this.packets.push({
        leg: 'there',
        since,
        lose: lost,
        arrive: () => {
          try {
            const answer = work();
            back(() => resolve(answer));
          } catch (refusal) {
            back(() => reject(refusal));
          }
        },
      });
    });
  }

  /** Gives up waiting for what has been on its way for too long, as the client does. */
  expire(afterMs: number): void {
    for (const packet of this.packets.filter((it) => Date.now() - it.since > afterMs)) {
      this.packets.splice(this.packets.indexOf(packet), 1);
      packet.lose();
    }
  }

  /** Lets the packet at this place (modulo their number) arrive or be lost. */
  step(place: number, lose: boolean): void {
    const [packet] = this.packets.splice(place % Math.max(1, this.packets.length), 1);
    if (lose) packet?.lose();
    else packet?.arrive();
  }

  /** The part of the client that the store uses. */
  client(): StatusBoardClient {
    const key = (options: CallOptions) => options.idempotencyKey ?? 'none';
    const part: Pick<
      StatusBoardClient,
      | 'fetchBoard'
      | 'subscribeBoard'
      | 'moveAppointment'
      | 'reorderAppointment'
      | 'undoAppointment'
      | 'getAppointment'
      | 'call'
    > = {
      // Asked once a session for the name of the database: it does not travel, so that packets are what a test is about.
      call: (() => Promise.resolve({ id: `${this.#server.database}.${DATE}.${this.#server.revision}` })) as never,
      getAppointment: (id) => this.#carry(() => this.#server.appointment(id)),
      subscribeBoard: (subscription) => {
        const one = { subscription, onTheWay: [], isLive: false };
        this.streams.push(one);
        return { close: () => this.streams.splice(this.streams.indexOf(one), 1) };
      },
      fetchBoard: () => this.#carry(() => this.#server.board()),
      moveAppointment: (id: string, body: Move, options: CallOptions = {}) =>
        this.#carry(() => this.#server.move(id, body.new_status, body.position, body.expected_version, key(options))),
      reorderAppointment: (id: string, body: Reorder, options: CallOptions = {}) =>
        this.#carry(() => this.#server.reorder(id, body.position, body.expected_version, key(options))),
      undoAppointment: (id: string, version: number, options: CallOptions = {}) =>
        this.#carry(() => this.#server.undo(id, version, key(options))),
    };
    return part as StatusBoardClient;
  }
}
