import { afterEach, expect, test, vi } from 'vitest';
import { randomId } from '../src/index.ts';
import { answering, success } from './answering.ts';

afterEach(() => vi.useRealTimers());

test('a later name comes after an earlier one, and no two of one moment are alike', () => {
  vi.useFakeTimers();
  const names: string[] = [];
  for (const at of ['1970-01-01', '2026-11-28T21:00:00.001Z', '2026-11-28T21:00:00.002Z', '2500-01-01']) {
    vi.setSystemTime(at);
    names.push(...Array.from({ length: 1_000 }, randomId).toSorted());
  }
  expect(names.toSorted()).toEqual(names);
  expect(new Set(names).size).toBe(4_000);
  for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}$/);
});

test('requests of one moment are told apart in the log', async () => {
  vi.useFakeTimers();
  const { client, sent } = answering(Array.from({ length: 1_000 }, () => success({})));
  await Promise.all(Array.from({ length: 1_000 }, () => client.createCustomer({ name: 'Ana Torres' })));
  expect(new Set(sent.map(({ headers }) => headers['X-Correlation-Id'])).size).toBe(1_000);
});
