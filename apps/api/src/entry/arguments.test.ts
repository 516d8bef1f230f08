import { expect, test } from 'vitest';
import { flagsNpmTook, readArguments } from './arguments.ts';

test.each([
  [{}, 'no'],
  [{ npm_config_demo: 'true' }, 'if empty'],
  [{ npm_config_demo: 'force' }, 'force'],
  // npm start --no-demo
  [{ npm_config_demo: '' }, 'no'],
  [{ npm_config_demo: 'false' }, 'no'],
])('%j, as npm hands on what was written without --, means %s', (env, demo) => {
  expect(readArguments(flagsNpmTook(env)).demo).toBe(demo);
});

test('said both ways it is said once', () => {
  expect(readArguments(['--demo', ...flagsNpmTook({ npm_config_demo: 'true' })]).demo).toBe('if empty');
});
