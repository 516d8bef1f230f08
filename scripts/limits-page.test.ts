import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const rows = [...readFileSync(`${root}docs/limits.md`, 'utf8').matchAll(/^\| `(\w+)` \| `([^`]+)` \| `([^`]+)` \|/gm)];

test('the page of limits has rows', () => {
  expect(rows.length).toBeGreaterThan(20);
});

test.each(rows.map(([, name, value, path]) => [name, value, path] as [string, string, string]))(
  '%s is %s in %s, as docs/limits.md says',
  (name, value, path) => {
    const text = readFileSync(root + path, 'utf8');
    const said = new RegExp(`\\b${name}(?:: [^=\\n]+)? ?[=:] ?${value.replace(/[^\w ]/g, '\\$&')}[;,\\s]`);
    expect(text).toMatch(said);
  },
);
