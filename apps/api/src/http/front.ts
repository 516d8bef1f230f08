import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpServer } from './server.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** How long a body that is under way is waited for while the server stops. */
const ARRIVING_MS = 1_000;

/**
 * The port, apart from who answers on it: it is open before the database is, and stays open while the app behind it is
 * exchanged, so that nobody is refused in between.
 */
export class Front {
  readonly #server: Server;
  #handle: Handle;
  readonly #sockets = new Set<Socket>();
  readonly #inFlight = new Set<ServerResponse>();
  #closing = false;

  private constructor(app: HttpServer) {
    this.#server = app.server;
    this.#handle = app.routing;
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    this.#server.removeAllListeners('request');
    this.#server.on('request', (request, response) => {
      // Told in its answer, so that the caller sends nothing more into a connection about to end.
      if (this.#closing) response.shouldKeepAlive = false;
      this.#inFlight.add(response);
      response.on('close', () => this.#inFlight.delete(response));
      this.#handle(request, response);
    });
  }

  /**
   * @param app answers first; must be ready, and not listen by itself
   * @throws what `listen` throws, e.g. with the code EADDRINUSE
   */
  static async open(app: HttpServer, port: number, host: string): Promise<Front> {
    const front = new Front(app);
    await new Promise<void>((resolve, reject) => {
      front.#server.once('error', reject);
      front.#server.listen({ port, host }, () => {
        front.#server.removeListener('error', reject);
        resolve();
      });
    });
    return front;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** From now on this app answers. */
  handOver(app: HttpServer): void {
    this.#handle = app.routing;
  }

  /**
   * Takes no new connection, lets requests in flight finish, and ends connections as they become idle.
   * @param limitMs after which what still runs is cut
   */
  async close(limitMs: number): Promise<void> {
    this.#closing = true;
    for (const response of this.#inFlight) response.shouldKeepAlive = false;
    const closed = new Promise<'closed'>((resolve) => this.#server.close(() => resolve('closed')));
    const begun = performance.now();
    const deadline = begun + limitMs;
    while ((await Promise.race([closed, sleep(50)])) !== 'closed') {
      if (performance.now() > deadline) this.#server.closeAllConnections();
      this.#server.closeIdleConnections();
      // Browsers open connections ahead of need, and phones lose theirs in the middle of a head: Node counts neither as idle.
      // A body that is still not here after a while is taken for one that never comes: nothing was done for it yet.
      const isArriving = performance.now() - begun < ARRIVING_MS;
      const served = [...this.#inFlight].filter(({ req }) => req.complete || isArriving);
      const busy = new Set(served.map(({ socket }) => socket));
      for (const socket of this.#sockets) if (!busy.has(socket) && !socket.writableEnded) socket.destroy();
    }
  }
}
