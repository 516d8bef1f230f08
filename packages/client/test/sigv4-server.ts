import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Arrived, type Expected, refusalOf } from './sigv4-verifier.ts';

/** A server that lets in who signed: it answers 200 to them, and why not to others. It remembers what came. */
export async function startVerifyingServer(expected: Omit<Expected, 'now'>) {
  const arrived: Arrived[] = [];
  const answers: number[] = [];
  let now = () => new Date();
  const server = createServer(async (request, response) => {
    const { method = '', url: target = '', rawHeaders } = request;
    const seen = { method, target, rawHeaders, body: await text(request) };
    arrived.push(seen);
    const refusal = refusalOf(seen, { ...expected, now: now() });
    const status = refusal === null ? (answers.shift() ?? 200) : 403;
    const error = { code: status === 503 ? 'unavailable' : 'forbidden', message: refusal ?? 'later' };
    const stream = target.includes('/stream') && status === 200;
    response.writeHead(status, { 'content-type': stream ? 'text/event-stream' : 'application/json' });
    if (stream) response.write('event: ping\ndata: {}\n\n');
    else
      response.end(JSON.stringify(status === 200 ? { ok: true, data: {} } : { ok: false, error, correlation_id: 'c' }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    arrived,
    /** What to answer to those who are let in, in this order; then 200. */
    answerWith: (...statuses: number[]) => answers.push(...statuses),
    setClock: (clock: () => Date) => {
      now = clock;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Sends a request byte by byte as it is given, and answers the status and why it was refused. */
export function replay(url: string, { method, target, rawHeaders, body }: Arrived): Promise<[number, string]> {
  const kept = rawHeaders.filter(
    (_, i) => !/^(connection|content-length|transfer-encoding)$/i.test(rawHeaders[i - (i % 2)] as string),
  );
  const headers = [...kept, 'content-length', String(Buffer.byteLength(body))];
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path: target, headers }, async (response) => {
      const answer = JSON.parse(await text(response)) as { error?: { message: string } };
      resolve([response.statusCode ?? 0, answer.error?.message ?? '']);
    });
    request.on('error', reject);
    request.end(body);
  });
}
