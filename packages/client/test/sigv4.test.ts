import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createStatusBoardClient } from '../src/index.ts';
import { awsSigV4 } from '../src/sigv4.ts';
import { kindOf } from './answering.ts';
import { replay, startVerifyingServer } from './sigv4-server.ts';
import type { Arrived } from './sigv4-verifier.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 's3cret', sessionToken: 'session/1+2==' };
const place = { region: 'us-west-2', service: 'lambda' };

let server: Awaited<ReturnType<typeof startVerifyingServer>>;
beforeAll(async () => {
  server = await startVerifyingServer({ ...credentials, ...place });
});
afterAll(() => server.close());
beforeEach(() => {
  server.arrived.length = 0;
  server.setClock(() => new Date());
});

const clientWith = (options: Partial<Parameters<typeof awsSigV4>[0]> = {}) =>
  createStatusBoardClient({
    baseUrl: server.url,
    auth: awsSigV4({ credentials, ...place, ...options }),
    retry: { attempts: 3, baseMs: 1, capMs: 1 },
  });
const move = { new_status: 'ready', expected_version: 3 } as const;

test.each([
  ['a read', () => clientWith().fetchBoard({ date: '2025-09-20' })],
  ['a write', () => clientWith().moveAppointment('a1', move)],
  [
    'text in a body and an id that must be encoded',
    () => clientWith().updateCustomer("o'neil/é (1)*!", { name: 'Zoë ☃' }),
  ],
  ['blanks, plus and ampersand in a query', () => clientWith().listCustomers({ search: "a b+c&d=e'(é)*~", page: 2 })],
  ['DELETE', () => clientWith().cancelAppointment('a1', 4)],
])('%s is accepted over HTTP', async (_, call) => {
  await expect(call()).resolves.toEqual({});
  expect(server.arrived).toHaveLength(1);
});

test('every request carries the hash of its body, reads that of nothing', async () => {
  await clientWith().moveAppointment('a1', move);
  await clientWith().fetchBoard();
  const hashes = server.arrived.map(({ rawHeaders, body }) => [
    rawHeaders[rawHeaders.findIndex((it) => it.toLowerCase() === 'x-amz-content-sha256') + 1],
    createHash('sha256').update(body).digest('hex'),
  ]);
  expect(hashes).toHaveLength(2);
  for (const [sent, right] of hashes) expect(sent).toBe(right);
});

test('a retry is signed anew: at its own time, with credentials that were asked for again', async () => {
  let tries = 0;
  const start = Date.now();
  const ask = vi.fn(() => credentials);
  const now = () => new Date(start + 240_000 * tries++);
  server.answerWith(503, 503);
  server.setClock(() => new Date(start + 240_000 * (tries - 1)));
  await clientWith({ credentials: ask, now }).moveAppointment('a1', move);
  expect(server.arrived).toHaveLength(3);
  expect(ask).toHaveBeenCalledTimes(3);
  const of = (name: string) => server.arrived.map(({ rawHeaders }) => rawHeaders[rawHeaders.indexOf(name) + 1]);
  expect(new Set(of('x-amz-date')).size).toBe(3);
  expect(new Set(of('authorization')).size).toBe(3);
  expect(new Set(of('idempotency-key')).size).toBe(1);
});

test('a stream is signed too', async () => {
  const states: string[] = [];
  const { close } = clientWith().subscribe({ onBoard: () => {}, onState: ({ kind }) => states.push(kind) });
  await vi.waitFor(() => expect(states).toContain('live'));
  close();
  expect(server.arrived[0]?.target).toBe('/api/admin/appointments/board/stream');
});

test('the wrong secret is refused', async () => {
  const wrong = { ...credentials, secretAccessKey: 'guessed' };
  expect(await kindOf(clientWith({ credentials: wrong }).fetchBoard())).toMatchObject({
    kind: 'forbidden',
    message: 'the signature does not match',
  });
});

describe('a good request that somebody tampers with', () => {
  const with_ = (name: string, value: (old: string) => string) => (request: Arrived) => {
    const at = request.rawHeaders.findIndex((it, i) => i % 2 === 0 && it.toLowerCase() === name);
    if (at < 0) throw new Error(`${name} was not sent`);
    return { ...request, rawHeaders: request.rawHeaders.map((it, i) => (i === at + 1 ? value(it) : it)) };
  };
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const otherBody = '{"new_status":"completed","expected_version":3}';

  const tamperings: [string, (request: Arrived) => Arrived][] = [
    ['another method', (request) => ({ ...request, method: 'PATCH' })],
    ['another card in the path', (request) => ({ ...request, target: request.target.replace('a1', 'a2') })],
    ['a query that was not there', (request) => ({ ...request, target: `${request.target}?force=1` })],
    ['another body', (request) => ({ ...request, body: otherBody })],
    [
      'another body together with its hash',
      (request) => ({ ...with_('x-amz-content-sha256', () => sha256(otherBody))(request), body: otherBody }),
    ],
    ['another key for the write', with_('idempotency-key', () => 'another')],
    ['another type of content', with_('content-type', () => 'text/plain')],
    ['another correlation id', with_('x-correlation-id', () => 'another')],
    ['another host', with_('host', () => 'elsewhere.example')],
    [
      'another time',
      with_('x-amz-date', (old) => old.replace(/\d\dZ$/, (seconds) => (seconds === '00Z' ? '01Z' : '00Z'))),
    ],
    ['another session', with_('x-amz-security-token', () => 'session/3')],
    ['another access key', with_('authorization', (old) => old.replace('AKIDEXAMPLE', 'AKIDANOTHER'))],
    ['another region', with_('authorization', (old) => old.replace('us-west-2', 'us-east-1'))],
    ['a header taken from what was signed', with_('authorization', (old) => old.replace('idempotency-key;', ''))],
    ['the hash taken from what was signed', with_('authorization', (old) => old.replace('x-amz-content-sha256;', ''))],
    [
      'one digit of the signature',
      with_('authorization', (old) => old.replace(/.$/, (last) => (last === '0' ? '1' : '0'))),
    ],
  ];

  test('is accepted as long as it is what was sent', async () => {
    await clientWith().moveAppointment('a1', move);
    expect(await replay(server.url, server.arrived[0] as Arrived)).toEqual([200, '']);
  });

  test.each(tamperings)('%s', async (_, tamper) => {
    await clientWith().moveAppointment('a1', move);
    const good = server.arrived[0] as Arrived;
    const bad = tamper(good);
    expect(bad).not.toEqual(good);
    const [status, why] = await replay(server.url, bad);
    expect([status, why]).toEqual([403, expect.stringMatching(/./)]);
  });

  test('six minutes later', async () => {
    await clientWith().moveAppointment('a1', move);
    server.setClock(() => new Date(Date.now() + 360_000));
    expect(await replay(server.url, server.arrived[0] as Arrived)).toEqual([403, 'too old or too new']);
  });
});
