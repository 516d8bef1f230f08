import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { PgMessages } from './pg-messages.ts';

/**
 * What becomes of a COMMIT on its way to PostgreSQL. `lose`: it is done, but its answer never arrives. `drop`: it never
 * arrives itself. Either way the connection is gone.
 */
export type CommitFate = 'pass' | 'lose' | 'drop';

/**
 * Stands between a server and PostgreSQL and understands just enough of what they say (https://www.postgresql.org/docs/current/protocol.html)
 * to hold a COMMIT, to lose its answer, or to ask something on a connection that the server has given back.
 */
export class PgProxy {
  /** Decides about each COMMIT; it waits for as long as this takes. */
  onCommit: (() => Promise<CommitFate>) | undefined;
  /** Asked on every connection when it is idle: what the next user of a transaction pooler could see. */
  curiosity: string | undefined;
  /** What was answered to that: the first column of the first row of each. */
  readonly curious: string[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(port: number) {
    this.#server = createServer({ noDelay: true }, (near) => this.#join(near, port));
  }

  static async open(port: number): Promise<PgProxy> {
    const proxy = new PgProxy(port);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #join(near: Socket, port: number): void {
    const far = connect({ host: '127.0.0.1', port, noDelay: true });
    new Conversation(this, near, far);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
  }
}

/** One connection through the proxy. */
class Conversation {
  readonly #proxy: PgProxy;
  readonly #near: Socket;
  readonly #far: Socket;
  /** Messages of the server that are still to be passed on. */
  readonly #asked: Buffer[] = [];
  #passing = false;
  /** Questions that PostgreSQL has not yet said to be ready after. The first is the start itself. */
  #open = 1;
  #losing = false;
  /** Called with what PostgreSQL answers to a question of our own. */
  #ours: ((message: Buffer) => void) | undefined;

  constructor(proxy: PgProxy, near: Socket, far: Socket) {
    this.#proxy = proxy;
    this.#near = near;
    this.#far = far;
    const questions = new PgMessages(true);
    const answers = new PgMessages(false);
    near.on('data', (chunk) => {
      this.#asked.push(...questions.take(chunk));
      void this.#pass();
    });
    far.on('data', (chunk) => {
      for (const message of answers.take(chunk)) this.#answer(message);
    });
  }

  async #pass(): Promise<void> {
    if (this.#passing) return;
    this.#passing = true;
    for (let message = this.#asked.shift(); message; message = this.#asked.shift()) {
      const type = String.fromCharCode(message[0] as number);
      if (type === 'Q' || type === 'S') this.#open += 1;
      const isCommit = type === 'Q' && message.subarray(5, -1).toString().trim().toLowerCase() === 'commit';
      const fate = isCommit ? await this.#proxy.onCommit?.() : undefined;
      if (fate === 'drop') this.#near.resetAndDestroy();
      else this.#far.write(message);
      this.#losing ||= fate === 'lose';
    }
    this.#passing = false;
  }

  #answer(message: Buffer): void {
    const type = String.fromCharCode(message[0] as number);
    if (this.#ours) {
      this.#ours(message);
      return;
    }
    if (this.#losing) {
      // Done, and nobody hears of it.
      if (type === 'C' && message.includes('COMMIT')) this.#near.resetAndDestroy();
      return;
    }
    this.#near.write(message);
    if (type !== 'Z') return;
    this.#open -= 1;
    const isIdle = message[5] === 'I'.charCodeAt(0);
    if (isIdle && this.#open === 0 && this.#proxy.curiosity && !this.#passing) this.#wonder(this.#proxy.curiosity);
  }

  #wonder(question: string): void {
    const text = Buffer.from(`${question}\0`);
    const message = Buffer.alloc(5 + text.length);
    message.write('Q');
    message.writeInt32BE(4 + text.length, 1);
    text.copy(message, 5);
    // What the server says meanwhile waits.
    this.#passing = true;
    this.#ours = (answer) => {
      const type = String.fromCharCode(answer[0] as number);
      // DataRow: number of columns, length of the first, the first.
      if (type === 'D') this.#proxy.curious.push(answer.subarray(11, 11 + answer.readInt32BE(7)).toString());
      if (type !== 'Z') return;
      this.#ours = undefined;
      this.#passing = false;
      void this.#pass();
    };
    this.#far.write(message);
  }
}
