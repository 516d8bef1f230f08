import type { Random } from '../random.ts';
import { Connection, type Reply } from './connection.ts';

/** How often one goes to another server without need, as a balancer sends people around. */
const WANDERS = 0.1;

/** What came of a request, and which server it was sent to. */
export type Sent = Reply & { server: number };

/** One person's connections, one to each server; whoever gets no answer from one tries another. */
export class Lines {
  readonly #connections: Connection[];
  readonly #random: Random;
  #current: number;

  constructor(ports: readonly number[], random: Random) {
    this.#connections = ports.map((port) => new Connection(port));
    this.#random = random;
    this.#current = random.below(ports.length);
  }

  async send(method: string, path: string, headers: Record<string, string>, body?: object): Promise<Sent> {
    if (this.#connections.length > 1 && this.#random.chance(WANDERS)) this.#move();
    const server = this.#current;
    const reply = await (this.#connections[server] as Connection).send(method, path, headers, body);
    if (reply.kind !== 'answered') this.#move();
    return { ...reply, server };
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }

  #move(): void {
    this.#current = this.#random.below(this.#connections.length);
  }
}
