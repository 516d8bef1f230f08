import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compressed, takesGzip } from './compression.ts';

test('a board is compressed once for all its readers, another one by itself', async () => {
  const [board, other] = [Buffer.from('board '.repeat(1_000)), Buffer.from('board '.repeat(1_000))];
  const [first, second, third] = [compressed(board), compressed(board), compressed(other)];
  expect(await second).toBe(await first);
  expect(await third).not.toBe(await first);
  expect(gunzipSync(await first)).toEqual(board);
});

test.each([
  ['gzip', true],
  ['gzip, deflate, br, zstd', true],
  ['br;q=1.0, GZIP;q=0.8', true],
  ['br , gzip ; q=0.001', true],
  ['gzip;q=0', false],
  ['gzip; q=0.000, br', false],
  ['br', false],
  ['identity', false],
  ['x-gzip', false],
  ['', false],
  [undefined, false],
])('Accept-Encoding: %s takes gzip: %s', (accepted, takes) => {
  expect(takesGzip(accepted)).toBe(takes);
});
