import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { compressed, takesGzip } from './compression.ts';

test('a board is compressed once for all its readers, another one by itself', async () => {
  const [board, other] = [Buffer.from('board '.repeat(1_000)), Buffer.from('board '.repeat(1_000))];
  const [first, second, third] = [compressed(board), compressed(board), compressed(other)];
  expect(first).toBeDefined();
  expect(await second).toBe(await first);
  expect(await third).not.toBe(await first);
  expect(gunzipSync((await first) as Buffer)).toEqual(board);
});

test('with many at once, what comes beyond a few is sent as it is, and compressed the next time', async () => {
  const boards = Array.from({ length: 10 }, (_, i) => Buffer.from(`board ${i} `.repeat(10_000)));
  const packed = boards.map((board) => compressed(board));
  expect(packed.filter((it) => it !== undefined)).toHaveLength(2);
  await Promise.all(packed);
  const later = boards.at(-1) as Buffer;
  expect(gunzipSync((await compressed(later)) as Buffer)).toEqual(later);
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
