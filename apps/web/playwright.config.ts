import { defineConfig } from '@playwright/test';
import { findBrowser } from '../../scripts/browser.ts';
import { type Browser, launchOptions } from '../../scripts/lib/browser-launch.ts';

// `npm test` has already looked; `npx playwright test` by itself looks here.
const remembered = process.env.TEST_BROWSER;
const browser = remembered ? (JSON.parse(remembered) as Browser) : await findBrowser();

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  globalSetup: './e2e/build-web-app.ts',
  // Each worker has a server with a database, and a browser, of its own: two keep the smallest machine we use, with two cores, busy.
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  // Two browsers, two servers and two databases share two cores: what takes ten seconds alone may take forty on a busy machine.
  timeout: 60_000,
  // The same for what a page is to show soon.
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    locale: 'en-US',
    timezoneId: 'America/Los_Angeles',
    screenshot: 'only-on-failure',
    // Traces are for one test that puzzles somebody, `npm test -- e2e --trace on FILTER`: they cost every test a third of its time.
    trace: 'off',
    // It would fetch what the tests mean to hold up or to count; it has tests of its own, which let it in.
    serviceWorkers: 'block',
    launchOptions: launchOptions(browser),
  },
  // A file named `….phone.spec.ts` runs on a phone in a hand, the others at a desk.
  projects: [
    {
      name: 'desktop',
      testMatch: '**/*.spec.ts',
      testIgnore: '**/*.phone.spec.ts',
      use: { viewport: { width: 1280, height: 800 } },
    },
    {
      name: 'phone',
      testMatch: '**/*.phone.spec.ts',
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
    },
  ],
});
