import { type CallOptions, type StatusBoardClient, StatusBoardError } from '@edgar-auto-shop/client';
import type { Move, Reorder } from '@edgar-auto-shop/contract';
import type { ModelServer } from './model-server.ts';

interface Packet {
  /** Whether the request is still on its way, or its answer is on the way back. */
  leg: 'there' | 'back';
  arrive(): void;
  lose(): void;
}

/** A network that delivers nothing by itself: a test picks which request or answer arrives next, and which is lost. */
export class ModelNetwork {
  readonly packets: Packet[] = [];
  readonly #server: ModelServer;

  constructor(server: ModelServer) {
    this.#server = server;
  }

  #carry<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const lost = () => reject(new StatusBoardError({ kind: 'network', message: 'lost' }));
      const back = (finish: () => void) => this.packets.push({ leg: 'back', arrive: finish, lose: lost });
      this.packets.push({
        leg: 'there',
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

  /** Lets the packet at this place (modulo their number) arrive or be lost. */
  step(place: number, lose: boolean): void {
    const [packet] = this.packets.splice(place % Math.max(1, this.packets.length), 1);
    if (lose) packet?.lose();
    else packet?.arrive();
  }

  /** The part of the client that the store uses. */
  client(): StatusBoardClient {
    const key = (options: CallOptions) => options.idempotencyKey ?? 'none';
    const part: Pick<StatusBoardClient, 'fetchBoard' | 'moveAppointment' | 'reorderAppointment' | 'undoAppointment'> = {
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
