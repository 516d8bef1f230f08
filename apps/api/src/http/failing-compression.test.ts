import { syncBuiltinESMExports } from 'node:module';
import zlib from 'node:zlib';
import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { serveBare } from '../../test/serve-bare.ts';
import { route } from './route.ts';

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

/** Has gzip fail as it does where no memory is to be had. */
function failToCompress(): void {
  vi.spyOn(zlib, 'gzip').mockImplementation((...given: unknown[]) => {
    const told = given.at(-1) as (error: Error) => void;
    setImmediate(() => told(Object.assign(new Error('insufficient memory'), { code: 'Z_MEM_ERROR' })));
  });
  syncBuiltinESMExports();
}

const data = Array(500).fill('a card');
const envelope = Buffer.from(JSON.stringify({ ok: true, data }));
const bare = await serveBare([
  (app, deps) => route(app, endpoints.getBoard, deps, async () => ({ envelope, etag: '"r42"' })),
  (app, deps) => route(app, endpoints.listServices, deps, async () => data as never),
]);
afterAll(() => bare.close());

async function get(path: string) {
  const answer = await fetch(`${bare.url}${path}`, { headers: { 'accept-encoding': 'gzip' } });
  const { status, headers } = answer;
  return { status, coding: headers.get('content-encoding'), etag: headers.get('etag'), text: await answer.text() };
}

test('what cannot be compressed is sent as it is, to all who ask, and compressed again once that is possible', async () => {
  const [board, services] = ['/api/admin/appointments/board', '/api/admin/services'];
  failToCompress();
  // More than are compressed at a time: what failed makes room for the next.
  for (let i = 0; i < 4; i += 1) {
    expect(await get(board)).toEqual({ status: 200, coding: null, etag: '"r42"', text: String(envelope) });
    expect(await get(services)).toEqual({ status: 200, coding: null, etag: null, text: String(envelope) });
  }
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  for (let i = 0; i < 2; i += 1)
    expect(await get(board)).toEqual({ status: 200, coding: 'gzip', etag: 'W/"r42"', text: String(envelope) });
});
