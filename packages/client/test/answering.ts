import { expect, vi } from 'vitest';
import { type ClientOptions, createStatusBoardClient, type Failure, failureOf } from '../src/index.ts';

export const success = (data: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ ok: true, data }), { status: 200, headers });
export const failure = (status: number, code: string, details?: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ ok: false, error: { code, message: code, details }, correlation_id: 'c1' }), {
    status,
    headers,
  });

export interface Sent {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: unknown;
  credentials: string | undefined;
}

/** A server that gives these answers one after the other; an Error is a lost connection. */
export function answering(answers: (Response | Error | (() => Response))[], options: Partial<ClientOptions> = {}) {
  const sent: Sent[] = [];
  const send = async (url: unknown, init: RequestInit = {}) => {
    const { method = 'GET', headers, body, credentials } = init;
    sent.push({
      url: String(url),
      method,
      headers: headers as Record<string, string>,
      credentials,
      body: body === undefined ? undefined : JSON.parse(String(body)),
    });
    const answer = answers.shift();
    if (answer instanceof Error || answer === undefined) throw answer ?? new TypeError('no answer left');
    return typeof answer === 'function' ? answer() : answer;
  };
  return { client: createStatusBoardClient({ baseUrl: 'http://shop', fetch: send as typeof fetch, ...options }), sent };
}

export const lost = () => new TypeError('fetch failed');
export const kindOf = async (promise: Promise<unknown>): Promise<Failure> =>
  promise.then(() => expect.fail('succeeded'), failureOf);

/** Lets a minute pass, in a test with fake timers. */
export async function settled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  await vi.advanceTimersByTimeAsync(60_000);
  return promise;
}
