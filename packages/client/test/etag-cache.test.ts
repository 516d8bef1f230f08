import { expect, test } from 'vitest';
import { EtagCache } from '../src/etag-cache.ts';

test('what is asked for again and again stays, also where it never changes', () => {
  const cache = new EtagCache(2);
  cache.set('/today', '"1"', 'today');
  for (const day of ['/monday', '/tuesday', '/wednesday']) {
    expect(cache.get('/today')).toEqual({ etag: '"1"', data: 'today' });
    cache.set(day, '"1"', day);
  }
  expect(cache.get('/tuesday')).toBeUndefined();
  expect(cache.get('/wednesday')?.data).toBe('/wednesday');
});
