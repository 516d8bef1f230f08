import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type ApiError, invalid, unavailable } from '../errors.ts';
import { VERSION } from '../version.ts';
import { JSON_TYPE } from './answer.ts';
import { failureText } from './error-reply.ts';
import { correlationIdOf } from './request-state.ts';

// Who was too slow may try again: a refusal would make a phone in a dead zone drop the move it keeps sending.
function errorOf(code: string | undefined): ApiError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const { details, message } = unavailable(1_000);
    return Object.assign(unavailable(1_000), { details, message: `The request took too long to arrive. ${message}` });
  }
  if (code === 'HPE_HEADER_OVERFLOW')
    return invalid({ headers: ['must have at most 16 KiB together with the address'] });
  return invalid({ request: ['is not HTTP/1.1'] });
}

/** Answers what could not be read as a request, where somebody still listens. There is no request to log. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  // A connection on which nothing was sent, such as browsers open ahead of need, asked nothing and is told nothing.
  const isSilent = socket.bytesRead === 0;
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesWritten > 0 || isSilent) {
    socket.destroy();
    return;
  }
  const id = correlationIdOf({ headers: {} });
  const answer = errorOf(error.code);
  const text = failureText(answer, id);
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`,
    `Content-Type: ${JSON_TYPE}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
    `X-Correlation-Id: ${id}`,
    `X-App-Version: ${VERSION}`,
    ...(answer.status === 503 ? ['Retry-After: 1'] : []),
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}
