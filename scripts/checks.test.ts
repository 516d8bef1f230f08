// The checks themselves, run on a small house of its own: sound first, then broken in one place at a time.
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CheckResult, checks, describeResult, runChecks } from './lib/checks.ts';
import { root } from './lib/run-command.ts';
import { temporaryFolder } from './test/temporary-folder.ts';

const sound: Record<string, string> = {
  '.gitignore': 'node_modules\n',
  'knip.json':
    '{ "entry": ["perf/src/bench.ts", "apps/web/src/main.tsx"], "project": ["{perf,apps}/**/*.{ts,tsx}"] }\n',
  'package.json': '{\n  "name": "small-house",\n  "type": "module"\n}\n',
  'package-lock.json':
    '{ "name": "small-house", "lockfileVersion": 3, "packages": { "": { "name": "small-house" } } }\n',
  'perf/src/bench.ts': `import { answer } from './answer.ts';\n\nconsole.log(answer);\n`,
  'perf/src/answer.ts': 'export const answer = 42;\n',
  'apps/web/src/main.tsx': 'document.title = String(1);\n',
};

const breaks = [
  ['types: server and tools', { 'perf/src/answer.ts': `export const answer: number = '42';\n` }],
  ['types: web', { 'apps/web/src/main.tsx': 'document.title = 1;\n' }],
  ['format and lint', { 'perf/src/answer.ts': 'export const answer = 42\n' }],
  ['format and lint', { 'perf/src/answer.ts': `export const answer = 42;\n\nPromise.reject(new Error('lost'));\n` }],
  ['unused files, exports, packages', { 'perf/src/nobody.ts': 'export const alone = 1;\n' }],
  ['unused files, exports, packages', { 'perf/src/answer.ts': 'export const answer = 42;\nexport const more = 1;\n' }],
  ['who may import whom', { 'apps/web/src/main.tsx': `import '../../../perf/src/answer.ts';\n` }],
  [
    'package-lock.json fits',
    {
      'package.json':
        '{\n  "name": "small-house",\n  "type": "module",\n  "dependencies": { "left-pad": "1.3.0" }\n}\n',
    },
  ],
  ['file sizes', { 'perf/src/answer.ts': `export const answer = 42;\n${'// one more line\n'.repeat(400)}` }],
] as const;

function build(files: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const name of ['tsconfig.base.json', 'tsconfig.node.json', 'tsconfig.web.json', 'biome.json']) {
    cpSync(join(root, name), join(folder, name));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'scripts'));
  symlinkSync(join(root, 'scripts', 'rules'), join(folder, 'scripts', 'rules'));
  return folder;
}

const failedNames = (results: CheckResult[]) =>
  results.filter((it) => it.finished.code !== 0).map((it) => it.check.name);

describe('npm run check', () => {
  test('passes on a sound house', async () => {
    const lines: string[] = [];
    const results = await runChecks(checks, (it) => lines.push(describeResult(it)), build(sound));
    expect(failedNames(results), lines.join('\n')).toEqual([]);
    expect(lines).toHaveLength(checks.length);
  }, 30_000);

  test.each(breaks)(
    '%s fails where it should (%#)',
    async (name, broken) => {
      const only = checks.filter((it) => it.name === name);
      const [result] = await runChecks(only, () => {}, build({ ...sound, ...broken }));
      expect(result?.finished.code).not.toBe(0);
      if (result !== undefined) expect(describeResult(result)).toMatch(/^✗ [\s\S]*\n {2}→ /);
    },
    30_000,
  );

  test('every check is shown to fail', () => {
    expect(new Set(breaks.map(([name]) => name))).toEqual(new Set(checks.map((it) => it.name)));
  });
});
