import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { GatheringSocket } from './gathering-socket.ts';

test('what is written in one go is sent at once and in order, also by statements that cork, and after promises that are kept', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const accepted = once(server, 'connection');
  const socket = new GatheringSocket();
  socket.connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  const [other] = await accepted;
  onTestFinished(() => socket.destroySoon());
  let heard = '';
  other.on('data', (bytes: Buffer) => (heard += bytes));
  const sent = [vi.spyOn(socket, '_write'), vi.spyOn(socket, '_writev')];
  const times = () => sent.reduce((sum, { mock }) => sum + mock.calls.length, 0);

  // As the driver sends BEGIN, and a statement of several messages once a promise let it.
  socket.write('begin ');
  await Promise.resolve();
  socket.cork();
  socket.write('bind ');
  socket.write('execute ');
  socket.uncork();
  await expect.poll(() => heard).toBe('begin bind execute ');
  expect(times()).toBe(1);

  socket.write('commit ');
  await expect.poll(() => heard).toBe('begin bind execute commit ');
  expect(times()).toBe(2);
  socket.end('bye');
  await expect.poll(() => heard).toBe('begin bind execute commit bye');
});
