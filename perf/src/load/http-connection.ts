import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Answer {
  status: number;
  /** Status line and header fields, as they came. */
  head: string;
  /** Null where the caller said what it expects: then `asExpected` tells. */
  body: Buffer | null;
  asExpected: boolean;
}

const READ_BUFFER = 128 * 1024;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

interface Pending {
  expected: Buffer | null;
  /** How much of the body is kept. */
  keep: number;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** An answer whose head is complete. */
interface Arriving {
  status: number;
  head: string;
  length: number;
  got: number;
  parts: Buffer[];
  same: boolean;
}

/**
 * One keep-alive connection, one request at a time. Written by hand because whatever the load generator burns is taken
 * from the server beside it: bytes are read into one buffer and compared where they lie.
 */
export class HttpConnection {
  readonly #socket: Socket;
  #pending: Pending | null = null;
  #head: Buffer = Buffer.alloc(0);
  #answer: Arriving | null = null;

  private constructor(port: number) {
    this.#socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafe(READ_BUFFER),
        callback: (size, buffer) => {
          this.#read((buffer as Buffer).subarray(0, size));
          return true;
        },
      },
    });
    const fail = (error: Error) => this.#pending?.reject(error);
    this.#socket.on('error', fail);
    this.#socket.on('close', () => fail(new Error('the server closed the connection')));
  }

  static async open(port: number): Promise<HttpConnection> {
    const connection = new HttpConnection(port);
    await once(connection.#socket, 'connect');
    return connection;
  }

  /**
   * @param expected the body that the answer must have; it is then compared instead of kept
   * @param keep bytes of the body that are wanted; the rest is read and dropped
   */
  request(text: string, expected: Buffer | null = null, keep = Number.POSITIVE_INFINITY): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#pending = { expected, keep, resolve, reject };
      this.#socket.write(text);
    });
  }

  close(): void {
    this.#socket.removeAllListeners('close');
    this.#socket.destroy();
  }

  #read(bytes: Buffer): void {
    if (this.#answer) {
      this.#take(bytes);
      return;
    }
    const seen = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes]);
    const end = seen.indexOf(END_OF_HEAD);
    if (end < 0) {
      this.#head = Buffer.from(seen);
      return;
    }
    this.#head = Buffer.alloc(0);
    const head = seen.toString('latin1', 0, end);
    const status = Number(head.slice(9, 12));
    const length = status === 304 || status === 204 ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? NaN);
    if (Number.isNaN(length)) {
      this.#pending?.reject(new Error(`an answer without a length: ${head}`));
      return;
    }
    this.#answer = { status, head, length, got: 0, parts: [], same: true };
    this.#take(seen.subarray(end + 4));
  }

  #take(bytes: Buffer): void {
    const { expected, keep } = this.#pending as Pending;
    const answer = this.#answer as Arriving;
    // The buffer is used again for the next bytes.
    if (expected === null) {
      if (answer.got < keep) answer.parts.push(Buffer.from(bytes.subarray(0, keep - answer.got)));
    } else answer.same &&= expected.subarray(answer.got, answer.got + bytes.length).equals(bytes);
    answer.got += bytes.length;
    if (answer.got < answer.length) return;
    const { status, head, length, parts, same } = answer;
    const { resolve } = this.#pending as Pending;
    this.#answer = null;
    this.#pending = null;
    const body = expected === null ? Buffer.concat(parts) : null;
    resolve({ status, head, body, asExpected: expected === null || (same && length === expected.length) });
  }
}

/** Runs `client` on that many connections at once and closes them. */
export async function onConnections(
  port: number,
  clients: number,
  client: (connection: HttpConnection) => Promise<void>,
): Promise<void> {
  const connections = await Promise.all(Array.from({ length: clients }, () => HttpConnection.open(port)));
  try {
    await Promise.all(connections.map(client));
  } finally {
    for (const connection of connections) connection.close();
  }
}
