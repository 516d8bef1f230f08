import type { FastifyReply, FastifyRequest } from 'fastify';

/** What may wait in memory for a listener who reads slower than we write, in bytes; then the connection is ended. */
const WAITING_AT_MOST = 4 * 1024 * 1024;
/** How long a client waits before it comes back, in milliseconds, unless it knows better. */
const RETRY_MS = 1_000;

/** How long one who is sent away may take to read what waits for it, in milliseconds. */
const FAREWELL_MS = 1_000;

/** Bytes to one listener, for as long as it listens. */
export interface EventStream {
  /** Nothing is sent any more after the end. */
  send(bytes: Buffer): void;
  end(): void;
}

/**
 * Turns a reply into a stream of server-sent events. https://html.spec.whatwg.org/multipage/server-sent-events.html
 * @param onClose is called once, when the listener is gone or was sent away
 */
export function openEventStream(request: FastifyRequest, reply: FastifyReply, onClose: () => void): EventStream {
  const { raw } = reply;
  reply.hijack();
  request.isStream = true;
  // Gone already, while its first event was made: that is told once only, and was.
  if (raw.closed || raw.destroyed) queueMicrotask(onClose);
  else raw.once('close', onClose);
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // nginx would otherwise keep events until its buffer is full.
    'x-accel-buffering': 'no',
  });
  raw.write(`retry: ${RETRY_MS}\n\n`);
  return {
    send(bytes) {
      // Written after its end, it would end the whole program.
      if (raw.destroyed || raw.writableEnded) return;
      // It comes back and is told what it missed; kept here, it would cost everybody's memory.
      if (raw.writableLength > WAITING_AT_MOST) raw.destroy();
      else raw.write(bytes);
    },
    end() {
      if (raw.writableEnded) return;
      raw.end();
      // Who does not read is never finished with: its end would wait in the buffer for as long as the connection lasts.
      const timer = setTimeout(() => raw.destroy(), FAREWELL_MS);
      raw.once('close', () => clearTimeout(timer));
    },
  };
}
