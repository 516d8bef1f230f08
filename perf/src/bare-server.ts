// The limit of an answer from memory: node:http alone, sending the bytes it is given. Told over IPC what they are.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerTasks } from './stage/child.ts';

export interface BareTask {
  /** Names and values of an answer with a body, and of one without. */
  full: string[];
  notModified: string[];
  body: Buffer;
}

answerTasks(
  ({ full, notModified, body }: BareTask) =>
    new Promise<number>((resolve) => {
      const server = createServer({ keepAliveTimeout: 65_000, noDelay: true }, (request, response) => {
        if (request.headers['if-none-match'] === undefined) response.writeHead(200, full).end(body);
        else response.writeHead(304, notModified).end();
      });
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    }),
);
