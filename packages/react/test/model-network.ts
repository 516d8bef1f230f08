import {
  type CallOptions,
  type StatusBoardClient,
  StatusBoardError,
  type SubscribeOptions,
  type Subscription,
} from '@edgar-auto-shop/client';
import type { Move, Reorder } from '@edgar-auto-shop/contract';
import type { ModelServer } from './model-server.ts';

interface Packet {
  /** Whether the request is still on its way, or its answer is on the way back. */
  leg: 'there' | 'back';
  since: number;
  arrive(): void;
  lose(): void;
}

/** How the changes of a board that is followed come to one client. */
export interface Stream {
  subscribe(options: SubscribeOptions): Subscription;
  /** The server has changed the board. */
  changed(): void;
  /** Lets the next news arrive. */
  arrive(): void;
  /** Cuts it, or lets it connect again. */
  turn(): void;
}

/** A network that delivers nothing by itself: a test picks which request or answer arrives next, and which is lost. */
export class ModelNetwork<S extends Stream> {
  readonly packets: Packet[] = [];
  readonly #server: ModelServer;
  /** Of the boards that are followed. */
  readonly streams: S[] = [];
  readonly #makeStream: new (
    server: ModelServer,
  ) => S;

  constructor(server: ModelServer, makeStream: new (server: ModelServer) => S) {
    this.#server = server;
    this.#makeStream = makeStream;
    server.onChange = () => {
      for (const stream of this.streams) stream.changed();
    };
  }

  /** One of the streams that there are. */
  stream(place: number): S | undefined {
    return this.streams[place % Math.max(1, this.streams.length)];
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
      call: (() => Promise.resolve({ id: this.#server.idOf(this.#server.revision) })) as never,
      getAppointment: (id) => this.#carry(() => this.#server.appointment(id)),
      subscribeBoard: (options) => {
        const stream = new this.#makeStream(this.#server);
        this.streams.push(stream);
        const { close } = stream.subscribe(options);
        const end = () => {
          close();
          this.streams.splice(this.streams.indexOf(stream), 1);
        };
        return { close: end };
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
