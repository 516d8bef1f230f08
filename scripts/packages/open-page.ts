import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { findBrowser } from '../browser.ts';
import { browserArguments } from '../lib/browser-launch.ts';

/** Serves the built app of a folder, opens it in a browser, and ends both when the work is done. */
export async function withBuiltPage(folder: string, query: string, work: (page: Page) => Promise<void>): Promise<void> {
  const vite = join(folder, 'node_modules', 'vite', 'bin', 'vite.js');
  const server = spawn(process.execPath, [vite, 'preview', '--host', '127.0.0.1', '--port', '0'], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { path, env } = await findBrowser();
  const browser = await chromium.launch({
    executablePath: path,
    env: { ...process.env, ...env },
    args: [...browserArguments],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${await addressIn(server.stdout)}?${query}`);
    await work(page);
  } finally {
    await browser.close();
    server.kill();
    await once(server, 'exit');
  }
}

/** Reads what the server prints until it says where it is. */
async function addressIn(output: AsyncIterable<Buffer>): Promise<string> {
  let printed = '';
  for await (const chunk of output) {
    printed += String(chunk);
    const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(printed);
    if (address) return address[0];
  }
  throw new Error(`vite preview ended: ${printed}`);
}
