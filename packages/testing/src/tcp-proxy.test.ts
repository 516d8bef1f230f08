import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TcpProxy } from './tcp-proxy.ts';

let server: Server;
let proxy: TcpProxy;
const ends = new Set<Socket>();

/** Answers every message with itself. */
beforeEach(async () => {
  server = createServer((socket) => {
    ends.add(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => socket.write(chunk));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await TcpProxy.open((server.address() as AddressInfo).port);
});
afterEach(async () => {
  await proxy.close();
  for (const socket of ends) socket.destroy();
  ends.clear();
  server.close();
});

interface Caller {
  socket: Socket;
  heard(): string;
  /** How it ended, once it has. */
  end: Promise<string>;
}

async function call(): Promise<Caller> {
  const socket = connect(proxy.port, '127.0.0.1');
  ends.add(socket);
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
  });
  const end = new Promise<string>((resolve) => {
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('close', () => resolve('closed'));
  });
  await once(socket, 'connect');
  return { socket, heard: () => heard, end };
}

async function hears(caller: Caller, text: string): Promise<void> {
  await expect.poll(() => caller.heard(), { timeout: 5_000 }).toBe(text);
}

test('bytes pass in both directions, large ones too, and the end of one side reaches the other', async () => {
  const caller = await call();
  const large = 'x'.repeat(3_000_000);
  caller.socket.write(large);
  await hears(caller, large);
  caller.socket.end();
  expect(await caller.end).toBe('closed');
  await expect.poll(() => proxy.size).toBe(0);
});

test('a doomed connection gets half of its next answer, then a reset', async () => {
  const [doomed, spared] = [await call(), await call()];
  doomed.socket.write('warm');
  spared.socket.write('warm');
  await Promise.all([hears(doomed, 'warm'), hears(spared, 'warm')]);
  let isFirst = true;
  proxy.doom(() => {
    const chosen = isFirst;
    isFirst = false;
    return chosen;
  });
  doomed.socket.write('12345678');
  expect(await doomed.end).toBe('ECONNRESET');
  expect(doomed.heard()).toBe('warm1234');
  expect(proxy.cut).toBe(1);
  spared.socket.write('12345678');
  await hears(spared, 'warm12345678');
});

test('in slow weather bytes come late, and in the order in which they were sent', async () => {
  const caller = await call();
  proxy.weather = { kind: 'slow', delayMs: 50 };
  const begun = performance.now();
  for (let i = 0; i < 5; i += 1) {
    caller.socket.write(String(i));
    await delay(2);
  }
  await delay(10);
  proxy.weather = { kind: 'clear' };
  caller.socket.write('5');
  await hears(caller, '012345');
  expect(performance.now() - begun).toBeGreaterThanOrEqual(50);
});

test('what fell into a hole never arrives, and its connection stays dead; new ones work', async () => {
  const caller = await call();
  proxy.weather = { kind: 'hole' };
  caller.socket.write('lost');
  const newcomer = await call();
  newcomer.socket.write('lost too');
  await delay(50);
  proxy.weather = { kind: 'clear' };
  caller.socket.write('late');
  newcomer.socket.write('late');
  const after = await call();
  after.socket.write('found');
  await hears(after, 'found');
  await delay(50);
  expect([caller.heard(), newcomer.heard()]).toEqual(['', '']);
});

test('an end that leaves is told of, also on a connection that a hole made dead', async () => {
  let ended = 0;
  proxy.onEnd = () => {
    ended += 1;
  };
  const caller = await call();
  proxy.weather = { kind: 'hole' };
  caller.socket.write('lost');
  await delay(50);
  expect(ended).toBe(0);
  caller.socket.end();
  await expect.poll(() => ended).toBeGreaterThanOrEqual(1);
});

test('new connections follow the target, and a target where nobody listens resets', async () => {
  const other = createServer((socket) => socket.end('other')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  proxy.target = (other.address() as AddressInfo).port;
  const caller = await call();
  await hears(caller, 'other');
  other.close();
  await once(other, 'close');
  expect(await (await call()).end).toBe('ECONNRESET');
});

test('a pulled cable resets every connection', async () => {
  const callers = [await call(), await call()];
  await expect.poll(() => proxy.size).toBe(2);
  proxy.resetAll();
  for (const { end } of callers) expect(await end).toBe('ECONNRESET');
});
