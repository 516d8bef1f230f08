import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS } from '@edgar-auto-shop/contract';
import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import { expect, test } from 'vitest';
import { faultsOf, readPage } from './coverage-page.ts';

const root = join(import.meta.dirname, '../../../..');
const page = readFileSync(join(root, 'docs/contract-coverage.md'), 'utf8');

test('every rule of the wire contract names a test that is there, or is open', () => {
  const rules = readPage(page);
  expect(faultsOf(rules, root)).toEqual([]);
  expect(rules.length).toBeGreaterThan(120);
  // Every line of a table was understood.
  const lines = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| Rule'));
  expect(rules).toHaveLength(lines.length);
});

test('every error and every operation of the contract has a row', () => {
  const rules = readPage(page).map(({ rule }) => rule);
  const named = (word: string) => rules.some((rule) => rule.includes(`\`${word}\``));
  expect(Object.keys(ERRORS).filter((code) => !named(code))).toEqual([]);
  // Loading a demo day and naming the shop are no part of the wire contract.
  const operations = Object.values(endpoints).map(({ operationId }) => operationId as string);
  expect(operations.filter((id) => !/demo|getShop/i.test(id) && !named(id))).toEqual([]);
});

test('what is open waits for accounts, or is measured instead', () => {
  const open = readPage(page).filter((rule) => rule.open);
  for (const rule of open) expect(rule.open).toMatch(/accounts|measured/);
  expect(open.length).toBeLessThanOrEqual(5);
});

const file = 'apps/api/test/contract/coverage.test.ts';
const title = 'every rule of the wire contract names a test that is there, or is open';
const table = (shown: string) => `## Words\n\n| Rule | Shown by |\n|---|---|\n| A rule | ${shown} |\n`;

test.each([
  ['a file that is not there', `\`apps/api/test/contract/gone.test.ts\` › ${title}`, /there is no/],
  ['a file that is no test', `\`apps/api/test/contract/world.ts\` › ${title}`, /there is no/],
  ['another title', `\`${file}\` › ${title} but not so`, /has no/],
  ['part of a title', `\`${file}\` › ${title.slice(0, 30)}`, /has no/],
  ['one good and one bad', `\`${file}\` › ${title}<br>\`${file}\` › nothing like it`, /has no/],
  ['no test', 'somebody will', /names no test/],
  ['nothing', '', /names no test/],
  ['open and shown', `open: later<br>\`${file}\` › ${title}`, /open and shown|names no test/],
])('a page with %s fails', (_, shown, fault) => {
  expect(faultsOf(readPage(table(shown)), root)).toEqual([expect.stringMatching(fault)]);
});

test('a page with a good row does not fail', () => {
  expect(faultsOf(readPage(table(`\`${file}\` › ${title}`)), root)).toEqual([]);
  expect(faultsOf(readPage(table('open: comes with accounts')), root)).toEqual([]);
});
