import { connect, type Socket } from 'node:net';

/** Bytes before an event's name: its id. Kept from chunk to chunk, for an id may be torn. */
const TAIL = 160;
const EVENT = Buffer.from('\nevent: ');

/** What a listener was told: revisions and the moments at which they came, in milliseconds of this process. */
export interface Told {
  revisions: number[];
  at: number[];
}

/**
 * Somebody who listens to a board over a bare socket. It looks for the ids of events and at nothing else, because whatever
 * a thousand of them burn is taken from the server beside them.
 */
export class Listener {
  readonly told: Told = { revisions: [], at: [] };
  readonly #port: number;
  readonly #date: string;
  #socket: Socket | undefined;
  #tail: Buffer = Buffer.alloc(0);
  #lastId = '';

  constructor(port: number, date: string) {
    this.#port = port;
    this.#date = date;
  }

  /** Listens, from where it was cut off if it was; answers when the server did. */
  async open(): Promise<void> {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    this.#socket = socket;
    this.#tail = Buffer.alloc(0);
    const last = this.#lastId === '' ? '' : `Last-Event-ID: ${this.#lastId}\r\n`;
    socket.write(
      `GET /api/admin/appointments/board/stream?date=${this.#date} HTTP/1.1\r\nHost: 127.0.0.1\r\n${last}\r\n`,
    );
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.once('data', (chunk) => {
        if (chunk.toString('latin1', 9, 12) === '200') resolve();
        else reject(new Error(`a stream answered ${chunk.toString('latin1', 0, 200)}`));
      });
      socket.on('data', (chunk) => this.#read(chunk));
    });
    socket.on('error', () => {});
  }

  cut(): void {
    this.#socket?.destroy();
  }

  #read(chunk: Buffer): void {
    const now = performance.now();
    const bytes = this.#tail.length === 0 ? chunk : Buffer.concat([this.#tail, chunk]);
    let seen = 0;
    for (let at = bytes.indexOf(EVENT); at >= 0; at = bytes.indexOf(EVENT, at + 1)) {
      seen = at + EVENT.length;
      const line = bytes.toString('latin1', Math.max(0, at - TAIL), at);
      const id = /id: (\S+\.(\d+))$/.exec(line);
      // A ping has no id.
      if (!id) continue;
      this.#lastId = id[1] as string;
      this.told.revisions.push(Number(id[2]));
      this.told.at.push(now);
    }
    this.#tail = Buffer.from(bytes.subarray(Math.max(seen, bytes.length - TAIL)));
  }
}
