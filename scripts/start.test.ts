import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './lib/run-command.ts';
import { isBuilt, sourceHash } from './lib/web-build.ts';
import { temporaryFolder } from './test/temporary-folder.ts';

function folderWith(files: Record<string, string>) {
  const folder = temporaryFolder();
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { folder, write };
}

describe('whether the web app has to be built', () => {
  test('it does where no build is, and after any of its sources changed', () => {
    const { folder, write } = folderWith({ 'apps/web/src/main.tsx': '1', 'package-lock.json': '{}' });
    expect(isBuilt(folder)).toBe(false);
    const built = () => write('apps/web/dist/.build-hash', sourceHash(folder));
    built();
    expect(isBuilt(folder)).toBe(true);

    for (const path of [
      'apps/web/src/main.tsx',
      'apps/web/index.html',
      'packages/contract/src/a.ts',
      'package-lock.json',
    ]) {
      write(path, 'changed');
      expect(isBuilt(folder), path).toBe(false);
      built();
    }
    rmSync(join(folder, 'apps/web/src/main.tsx'));
    expect(isBuilt(folder)).toBe(false);
  });

  test('it does not after a test or the server changed', () => {
    const { folder, write } = folderWith({ 'apps/web/src/main.tsx': '1' });
    write('apps/web/dist/.build-hash', sourceHash(folder));
    write('apps/web/src/main.test.tsx', '1');
    write('apps/api/src/app.ts', '1');
    expect(isBuilt(folder)).toBe(true);
  });
});

describe('the launcher', () => {
  const launch = (nodeVersion: string) => {
    const pretend = `Object.defineProperty(process.versions, 'node', { value: '${nodeVersion}' })`;
    const script = join(temporaryFolder(), 'script.ts');
    writeFileSync(script, 'const words: string[] = process.argv.slice(2);\nconsole.log(words.join());\n');
    const args = [
      '--import',
      `data:text/javascript,${encodeURIComponent(pretend)}`,
      'scripts/run.mjs',
      script,
      '--demo',
      'x',
    ];
    return spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  };

  test('runs a TypeScript file with its arguments', () => {
    expect(launch('24.21.0')).toMatchObject({ status: 0, stdout: '--demo,x\n', stderr: '' });
  });

  test('says what to do on a Node that is too old', () => {
    const { status, stderr } = launch('20.20.2');
    expect(status).toBe(1);
    expect(stderr).toContain('This project runs on Node 24, and this is Node 20.20.2.');
    expect(stderr).toContain('npm rebuild node');
  });
});
