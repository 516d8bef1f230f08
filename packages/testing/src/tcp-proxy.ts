import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * What the way is like: bytes pass, pass late, or vanish without a word. A connection that lost bytes to a hole is dead for
 * good, as behind a router that forgot it: neither end hears of the other again.
 */
export type Weather = { kind: 'clear' } | { kind: 'slow'; delayMs: number } | { kind: 'hole' };

/** One connection through the proxy. */
interface Pair {
  near: Socket;
  far: Socket;
  /** The next answer is cut in its middle. */
  isDoomed: boolean;
  isDead: boolean;
}

const CLEAR: Weather = { kind: 'clear' };

/**
 * A network that can be disturbed: it stands between two programs that know nothing of it, and passes bytes on.
 *
 * @example
 * const proxy = await TcpProxy.open(server.port);
 * proxy.weather = { kind: 'slow', delayMs: 200 };
 */
export class TcpProxy {
  /** Where connections lead that are made from now on; another port after a fail-over. */
  target: number;
  weather: Weather = CLEAR;
  /** Called whenever one end of a connection leaves or is gone. */
  onEnd: (() => void) | undefined;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #cut = 0;

  private constructor(target: number) {
    this.target = target;
    // Half-open, so that an end that has said everything still hears the answer.
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => this.#join(near));
  }

  /** @param target the port on this machine that connections lead to */
  static async open(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections that are open now. */
  get size(): number {
    return this.#pairs.size;
  }

  /** Connections whose answer was cut in its middle so far. */
  get cut(): number {
    return this.#cut;
  }

  /** From now on the next answer on each of the chosen connections is sent by half, and then the connection is reset. */
  doom(chosen: () => boolean): void {
    for (const pair of this.#pairs) pair.isDoomed ||= chosen();
  }

  /** Spares those that were doomed and had no answer since. */
  spare(): void {
    for (const pair of this.#pairs) pair.isDoomed = false;
  }

  /** Whoever is connected now hears nothing any more, and is not told so: as behind a machine that is gone. */
  forgetAll(): void {
    for (const pair of this.#pairs) pair.isDead = true;
  }

  /** Resets every connection, as a cable that is pulled. */
  resetAll(): void {
    for (const pair of this.#pairs) this.#reset(pair);
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const { near, far } of this.#pairs) {
      near.destroy();
      far.destroy();
    }
    await closed;
  }

  #join(near: Socket): void {
    const far = connect({ host: '127.0.0.1', port: this.target, allowHalfOpen: true, noDelay: true });
    const pair: Pair = { near, far, isDoomed: false, isDead: this.weather.kind === 'hole' };
    this.#pairs.add(pair);
    this.#pass(pair, near, far, false);
    this.#pass(pair, far, near, true);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      // Told by 'close', which follows.
      one.on('error', () => {});
      one.on('close', (failed) => {
        this.onEnd?.();
        if (near.closed && far.closed) this.#pairs.delete(pair);
        if (pair.isDead) return;
        if (failed) other.resetAndDestroy();
        else other.destroySoon();
      });
    }
  }

  #pass(pair: Pair, from: Socket, to: Socket, isAnswer: boolean): void {
    const late: (Buffer | null)[] = [];
    let isDraining = false;
    const drain = async () => {
      isDraining = true;
      while (late.length > 0) {
        if (this.weather.kind === 'slow') await new Promise((r) => setTimeout(r, (this.weather as Slow).delayMs ?? 0));
        deliver(late.shift() as Buffer | null);
      }
      isDraining = false;
    };
    const deliver = (chunk: Buffer | null) => {
      if (this.weather.kind === 'hole') pair.isDead = true;
      if (pair.isDead || to.destroyed) return;
      if (chunk === null) {
        to.end();
      } else if (isAnswer && pair.isDoomed) {
        this.#cut += 1;
        to.write(chunk.subarray(0, chunk.length >> 1), () => this.#reset(pair));
      } else if (!to.write(chunk)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    };
    const take = (chunk: Buffer | null) => {
      if (this.weather.kind !== 'slow' && !isDraining) return deliver(chunk);
      late.push(chunk);
      if (!isDraining) void drain();
    };
    from.on('data', take);
    from.on('end', () => {
      this.onEnd?.();
      take(null);
    });
  }

  #reset({ near, far }: Pair): void {
    near.resetAndDestroy();
    far.resetAndDestroy();
  }
}

type Slow = Extract<Weather, { kind: 'slow' }>;
