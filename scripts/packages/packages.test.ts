import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Board } from '@edgar-auto-shop/contract';
import { chromium } from '@playwright/test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../apps/api/test/server-process.ts';
import { TestServer } from '../../apps/web/e2e/server.ts';
import { findBrowser } from '../browser.ts';
import { launchOptions } from '../lib/browser-launch.ts';
import { runCommand } from '../lib/run-command.ts';
import { buildPackages, builtFolder, PACKAGES } from './build-packages.ts';
import { bundleOf, leftOf } from './bundle.ts';
import { FreshFolder } from './fresh-folder.ts';
import { packPackages } from './pack-packages.ts';

// What strangers get: the three packages are built and packed, and a folder outside of this repository installs them.
const kB = 1000;
// The hook's is what it adds to the client and the outbox, both of which it always brings along.
const BUDGETS = { contract: 4 * kB, client: 8 * kB, outbox: 5.2 * kB, hook: 5 * kB };

/** Kept by itself: who moves cards online only does not load it. */
const hasOutbox = () => readFileSync(join(builtFolder('client'), 'package.json'), 'utf8').includes('"./outbox"');

let folder: string;
let archives: string[];
let fresh: FreshFolder;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'edgar-packages-'));
  await buildPackages();
  archives = await packPackages(folder);
  fresh = new FreshFolder(mkdtempSync(join(folder, 'fresh-')));
  await fresh.install(archives);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(PACKAGES)('%s', (name) => {
  test('publint finds nothing', async () => {
    const tarball = new Uint8Array(readFileSync(archives[PACKAGES.indexOf(name)] as string)).buffer;
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(messages.filter(({ type }) => type !== 'suggestion').map((it) => formatMessage(it, pkg))).toEqual([]);
  }, 180_000);

  test('its types are the right ones wherever ES modules are imported', async () => {
    const archive = archives[PACKAGES.indexOf(name)] as string;
    const { code, output } = await runCommand([
      'attw',
      archive,
      '--profile',
      'esm-only',
      '--format',
      'ascii',
      '--no-emoji',
    ]);
    expect(code, output).toBe(0);
  }, 180_000);

  test('it holds what was built, and no sources', async () => {
    const { output } = await runCommand(['tar', 'tzf', archives[PACKAGES.indexOf(name)] as string]);
    const files = output.split('\n').map((it) => it.replace(/^package\//, ''));
    expect(files).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'index.js', 'index.d.ts']));
    expect(files.filter((it) => !/\.js$|\.d\.ts$|^(package\.json|README\.md|LICENSE)$/.test(it))).toEqual([]);
    expect(files.filter((it) => /test/.test(it))).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(builtFolder(name), 'package.json'), 'utf8')) as object;
    expect(manifest).toMatchObject({ sideEffects: false, type: 'module' });
    for (const field of ['private', 'scripts', 'devDependencies']) expect(manifest).not.toHaveProperty(field);
  });
});

describe('in a browser', () => {
  test('each weighs no more than it may', async () => {
    const client = '@edgar-auto-shop/client';
    const size = async (...names: string[]) => (await bundleOf(fresh.path, ...names)).size;
    const contract = await size('@edgar-auto-shop/contract');
    const alone = await size(client);
    const offline = hasOutbox() ? [client, `${client}/outbox`] : [client];
    const withOutbox = await size(...offline);
    const more = {
      outbox: withOutbox - alone,
      hook: (await size(...offline, '@edgar-auto-shop/react')) - withOutbox,
      signer: (await size(client, `${client}/sigv4`)) - alone,
    };
    console.log('bytes, minified and gzip -9:', { contract, client: alone, ...more });
    expect(contract).toBeLessThanOrEqual(BUDGETS.contract);
    expect(alone).toBeLessThanOrEqual(BUDGETS.client);
    expect(more.outbox).toBeLessThanOrEqual(BUDGETS.outbox);
    expect(more.hook).toBeLessThanOrEqual(BUDGETS.hook);
  });

  test('types and rules bring no schema library along, the client no signer', async () => {
    const loads = async (name: string, pattern: RegExp) => {
      const { modules } = await bundleOf(fresh.path, name);
      expect(modules.length).toBeGreaterThan(1);
      return modules.some((it) => pattern.test(it));
    };
    expect(await loads('@edgar-auto-shop/contract', /typebox/)).toBe(false);
    expect(await loads('@edgar-auto-shop/contract/schemas', /typebox/)).toBe(true);
    expect(await loads('@edgar-auto-shop/client', /typebox|aws4fetch/)).toBe(false);
    expect(await loads('@edgar-auto-shop/client/sigv4', /aws4fetch/)).toBe(true);
    expect(await loads('@edgar-auto-shop/react', /typebox|aws4fetch/)).toBe(false);
  });

  test('what is imported and not used leaves nothing behind', async () => {
    for (const name of PACKAGES) expect(await leftOf(fresh.path, `@edgar-auto-shop/${name}`)).toBe('');
  });
});

describe('a fresh folder', () => {
  test('type-checks, with the types of the packages themselves and what their READMEs tell to paste', async () => {
    for (const name of PACKAGES) expect(fresh.pasteSnippets(`@edgar-auto-shop/${name}`)).toBeGreaterThanOrEqual(1);
    const { code, output } = await fresh.run([fresh.bin('tsc'), '--project', '.', '--pretty', 'false']);
    expect(output).toBe('');
    expect(code).toBe(0);
  }, 180_000);

  test('builds the pasted Vite app', async () => {
    const { code, output } = await fresh.run([fresh.bin('vite'), 'build', '--logLevel', 'warn']);
    expect(code, output).toBe(0);
  }, 180_000);

  describe('beside a server with a day of work', () => {
    let [server, port] = [new TestServer(), 0];
    beforeAll(async () => {
      port = await freePort();
      server = new TestServer({ CORS_ORIGINS: `http://127.0.0.1:${port}` });
      await server.start();
      const headers = { 'content-type': 'application/json' };
      const day = await fetch(`${server.url}/api/admin/demo-day`, { method: 'POST', headers, body: '{}' });
      expect(day.ok).toBe(true);
    }, 180_000);
    afterAll(() => server.stop());

    test('runs the pasted Node script', async () => {
      const isEnough = (text: string) => /: in_progress, version/.test(text) && /revision.*revision/s.test(text);
      const output = await fresh.runUntil(['watch-board.ts', server.url, '--start-first'], isEnough);
      expect(output).toMatch(/is ok \(version \d+\.\d+\.\d+\)/);
      expect(output).toMatch(/connection: live/);
      expect(output).toMatch(/: in_progress, version \d+/);
      const revisions = [...output.matchAll(/revision (\d+)/g)].map(([, revision]) => Number(revision));
      expect(revisions.length).toBeGreaterThanOrEqual(2);
      expect(revisions.at(-1)).toBe((revisions[0] as number) + revisions.length - 1);
    }, 180_000);

    test('runs the Vite app in a browser: it shows the board, and a card moved there is moved on the server', async () => {
      const stop = await fresh.preview(port);
      const browser = await chromium.launch(launchOptions(await findBrowser()));
      try {
        const page = await browser.newPage();
        await page.goto(`http://127.0.0.1:${port}/?api=${encodeURIComponent(server.url)}`);
        await page.getByRole('heading', { name: /\(live\)$/ }).waitFor();
        const [scheduled, progress] = ['scheduled', 'in_progress'].map((it) => page.getByRole('region', { name: it }));
        const card = scheduled?.locator('p').first();
        const customer = ((await card?.textContent()) ?? '').split(',')[0] as string;
        await card?.getByRole('button', { name: 'in_progress' }).click();
        await progress?.getByText(customer).waitFor();
        const onServer = async () => {
          const answer = await fetch(`${server.url}/api/admin/appointments/board`);
          const { data } = (await answer.json()) as { data: Board };
          return data.columns.in_progress.items.map((it) => it.customer_name);
        };
        await expect.poll(onServer).toContain(customer);
      } finally {
        await browser.close();
        await stop();
      }
    }, 180_000);
  });
});
