import { expect, test } from 'vitest';
import { explainOutput } from './embedded-error.ts';

test('a user without a name is told how to get one, or to do without', () => {
  const error = explainOutput(
    '/data',
    'initdb: error: could not look up effective user ID 1234: user does not exist\n',
  );
  expect(error.problem).toBe('no_such_user');
  expect(error.message).toMatch(/user number 1234/);
  expect(error.message).toMatch(/--user node.*useradd --uid 1234.*DATABASE_URL/s);
  expect(error.message).not.toMatch(/initdb/);
});

test.each([
  ['initdb: error: could not create directory: No space left on device', 'disk_full'],
  ['initdb: error: could not access directory: Permission denied', 'not_writable'],
  ['something that nobody foresaw', 'start_failed'],
])('%s: %s', (output, problem) => {
  expect(explainOutput('/data', output).problem).toBe(problem);
});
