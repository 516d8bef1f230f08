import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { TestServer } from './server.ts';
import { Shop } from './shop.ts';

interface WorkerFixtures {
  server: TestServer;
}

interface TestFixtures {
  shop: Shop;
  /** Fails a test in which the page broke a rule of its own security policy, or had an error nobody caught. */
  tidy: undefined;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants an object pattern, also where a fixture needs none
    async ({}, use) => {
      const server = new TestServer();
      await server.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  shop: async ({ server }, use) => use(new Shop(server.url)),
  tidy: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (/Content Security Policy|Warning:|Minified React error/.test(message.text())) faults.push(message.text());
      });
      await use(undefined);
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** By its name on the page. Not by its role: behind an open drawer the board has none. */
export const column = (page: Page, name: string): Locator =>
  page.locator('[data-column]').filter({ has: page.locator('.column-head', { hasText: name }) });

export const cardOf = (page: Page, customer: string): Locator =>
  page.locator('[data-card]').filter({ hasText: customer });

/** Customers of a column as the page shows them, from top to bottom. */
export const customersIn = (page: Page, name: string): Locator => column(page, name).locator('.card-customer');

/** Lets the page hear nothing by itself: what it knows, it read. To be called before the page is opened. */
export const withoutStream = (page: Page) => page.route('**/board/stream?*', (route) => route.abort());

/**
 * Lets the page ask about boards only while it is open: what was asked before it was shut is answered by then. To be called before the
 * page is opened.
 */
export async function gateOf(page: Page): Promise<{ shut(): Promise<void>; open(): void }> {
  let isShut = false;
  const underWay = new Set<Promise<void>>();
  await page.route(/\/board(\/changes)?\?/, async (route) => {
    if (isShut) return route.abort();
    const answering = route.fetch().then((response) => route.fulfill({ response }));
    underWay.add(answering);
    await answering.finally(() => underWay.delete(answering));
  });
  return {
    async shut() {
      isShut = true;
      await Promise.all(underWay);
    },
    open() {
      isShut = false;
    },
  };
}

/** Opens a new appointment on the board that is shown. */
export async function openNewJob(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'New appointment' }).click();
  return page.getByRole('dialog', { name: 'New appointment' });
}

/** Picks from the list of a search. What the server finds may come just then and move the list away under the finger: then once more. */
export async function pick(page: Page, name: string | RegExp): Promise<void> {
  const option = page.getByRole('option', { name });
  await expect(async () => {
    await option.click({ timeout: 5_000 });
    await expect(option).toHaveCount(0, { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
}

/** How many changes the browser has in its database: what is on the screen is there a moment earlier. */
export const kept = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((done, fail) => {
        const opening = indexedDB.open('edgar-outbox');
        opening.onerror = fail;
        opening.onsuccess = () => {
          const reading = opening.result.transaction('outboxes').objectStore('outboxes').getAll();
          reading.onerror = fail;
          reading.onsuccess = () => {
            opening.result.close();
            done(reading.result.flatMap((it: { entries: unknown[] }) => it.entries).length);
          };
        };
      }),
  );

/** Keeps requests of this method from the server until the answer is called. */
export async function hold(page: Page, method: string, url: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(url, async (route) => {
    if (route.request().method() === method) await promise;
    await route.continue();
  });
  return resolve;
}

/** Drags with the mouse as a hand does: press, a little way, the rest of the way in steps, let go. */
export async function dragTo(page: Page, card: Locator, target: Locator, at: 'top' | 'middle' | 'bottom' = 'middle') {
  const from = await boxOf(card);
  const to = await boxOf(target);
  const y = { top: to.y + 4, middle: to.y + to.height / 2, bottom: to.y + to.height - 4 }[at];
  await page.mouse.move(from.x + 40, from.y + 30);
  await page.mouse.down();
  await page.mouse.move(from.x + 52, from.y + 36, { steps: 3 });
  await page.mouse.move(to.x + 60, y, { steps: 12 });
  // The place under the pointer is looked up once a frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await page.mouse.up();
}

export async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error(`Nothing to be seen of ${locator}`);
  return box;
}
