import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settings } from '../apps/api/src/config.ts';
import { root } from './lib/run-command.ts';
import { withSettings } from './lib/settings-table.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('the README lists exactly the settings of config.ts (npm run fix writes them)', () => {
  expect(readme).toBe(withSettings(readme));
  const listed = [...readme.matchAll(/^\| `([A-Z_]+)` \|/gm)].map((it) => it[1]);
  expect(listed).toEqual(Object.keys(settings));
});

test('a README without a setting, or with one too many, is not the same', () => {
  expect(withSettings(readme.replace(/^\| `PORT` .*\n/m, ''))).toBe(readme);
  expect(withSettings(readme.replace(/^\| `PORT` /m, '| `PROT` | | |\n| `PORT` '))).toBe(readme);
});
