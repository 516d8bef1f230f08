import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A proxy that loses answers. */
export interface LossyProxy {
  /** `http://127.0.0.1:PORT`; talks to it as to the server behind it. */
  readonly url: string;
  /** Requests that reached it. */
  readonly requests: number;
  /** Answers of the server that nobody got. */
  readonly lost: number;
  /** From now on nothing, some or everything is lost. */
  loseAnswers(share: number): void;
  close(): Promise<void>;
}

/**
 * Stands before a server and loses a share of its answers: the server has done what it was asked for, and whoever asked gets
 * a cut connection, half of them in the middle of the body. Which ones is drawn from the seed, so that two in a row happen too.
 *
 * @param share of the answers, e.g. 1/3
 * @example const proxy = await startLossyProxy(served.url, 1 / 3, 42);
 */
export async function startLossyProxy(target: string, share: number, seed: number): Promise<LossyProxy> {
  const random = randomFrom(seed);
  const counts = { requests: 0, lost: 0 };
  let losing = share;

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    counts.requests += 1;
    const { method, url, headers } = request;
    const body = await buffer(request);
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const onward = httpRequest(target + url, { method, headers }, resolve);
      onward.on('error', reject);
      onward.end(body);
    });
    const content = await buffer(answer);
    if (random() >= losing) {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders).end(content);
      return;
    }
    counts.lost += 1;
    if (random() < 0.5) response.destroy();
    else {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      response.write(content.subarray(0, content.length / 2), () => response.destroy());
    }
  }

  const server = createServer((request, response) => void pass(request, response).catch(() => response.destroy()));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return counts.requests;
    },
    get lost() {
      return counts.lost;
    },
    loseAnswers: (share) => {
      losing = share;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Mulberry32: numbers from 0 to 1 that are the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
