import type { Auth, OutgoingRequest } from './auth.ts';
import { StatusBoardError } from './errors.ts';
import { PAYLOAD_HASH, sha256Hex } from './payload-hash.ts';
import { requireAddress, sendable } from './sendable.ts';

/** How requests leave. */
export interface Transport {
  send: typeof fetch;
  /** Whether addresses are to be looked at first; somebody else's `fetch` may know more of them. */
  checksAddress: boolean;
  auth?: Auth | undefined;
  /** Whether bodies go with their hash. */
  payloadHash?: boolean | undefined;
}

/**
 * Authorises a request and sends it, once.
 *
 * @throws StatusBoardError `credentials` where it could not be authorised, `invalid_request` where it cannot be sent; else what `fetch` throws
 */
export async function dispatch(transport: Transport, request: OutgoingRequest, signal: AbortSignal): Promise<Response> {
  const { send, auth } = transport;
  const headers = await orAborted(authorized(transport, request), signal);
  sendable(() => {
    if (transport.checksAddress) requireAddress(request.url);
    return new Headers(headers);
  });
  const sent = send(request.url, {
    method: request.method,
    headers,
    signal,
    // The board keeps its own copies by ETag; the browser's cache in between would answer 200 with an old one.
    cache: 'no-store',
    ...(auth?.credentials && { credentials: auth.credentials }),
    ...(request.body !== undefined && { body: request.body }),
  });
  return orAborted(sent, signal);
}

async function authorized(transport: Transport, request: OutgoingRequest): Promise<Record<string, string>> {
  try {
    const headers: Record<string, string> = { ...request.headers };
    if (transport.payloadHash && request.body !== undefined) headers[PAYLOAD_HASH] = await sha256Hex(request.body);
    return merged(headers, (await transport.auth?.authorize?.({ ...request, headers })) ?? {});
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new StatusBoardError({ kind: 'credentials', message: `The request cannot be authorised: ${reason}` }, thrown);
  }
}

/** Names of headers know no case: two spellings of one would be sent as one with both values, and break a signature. */
function merged(headers: Record<string, string>, added: Record<string, string>): Record<string, string> {
  const names = new Set(Object.keys(added).map((name) => name.toLowerCase()));
  const kept = Object.entries(headers).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(kept), ...added };
}

/** The result, unless the signal fires first: somebody else's function may never answer. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    // Of somebody else's as well, who may answer at once.
    Promise.resolve(work)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}
