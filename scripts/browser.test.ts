import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { findBrowser } from './browser.ts';
import { temporaryFolder } from './test/temporary-folder.ts';

function executable(name: string, script: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return folder;
}
const chrome = (version: string) => `echo 'Google Chrome ${version}'`;

afterEach(() => vi.unstubAllEnvs());

describe('finding a browser', () => {
  test('takes the first on the path that starts, and says which', async () => {
    const stub = executable('chromium', 'echo "Please install the snap"; exit 1');
    const works = executable('google-chrome', chrome('150.0.1.2'));
    vi.stubEnv('CHROME_PATH', '');
    vi.stubEnv('PATH', `${stub}:${works}`);
    const browser = await findBrowser();
    expect(browser.path).toBe(join(works, 'google-chrome'));
    expect(browser.description).toBe(`Google Chrome 150.0.1.2, installed (${browser.path})`);
  });

  test('CHROME_PATH goes first', async () => {
    const path = join(executable('mine', chrome('151.0.0.0')), 'mine');
    vi.stubEnv('CHROME_PATH', path);
    expect((await findBrowser()).description).toBe(`Google Chrome 151.0.0.0, from CHROME_PATH (${path})`);
  });

  test('a CHROME_PATH that leads nowhere is said, not passed over', async () => {
    vi.stubEnv('CHROME_PATH', '/nowhere/chrome');
    await expect(findBrowser()).rejects.toThrow('CHROME_PATH is /nowhere/chrome, but no browser starts there.');
  });
});
