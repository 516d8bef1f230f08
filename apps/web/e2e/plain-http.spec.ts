import { TestServer } from './server.ts';
import { test as base, cardOf, column, customersIn, dragTo, expect, openNewJob, pick } from './test.ts';

/** An address in a shop's network. The browser is told that it is this machine, and nothing leaves it. */
const ADDRESS = '192.168.77.5';

// As the README starts it for phones and wall screens: without https a browser gives a page neither `crypto.randomUUID` nor locks
// between windows, nor a service worker.
const test = base.extend<object, { server: TestServer }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants an object pattern, also where a fixture needs none
    async ({}, use) => {
      const server = new TestServer({ ALLOW_INSECURE: '1' });
      await server.start();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  launchOptions: [
    async ({ launchOptions }, use) =>
      use({
        ...launchOptions,
        args: [...(launchOptions.args ?? []), `--host-resolver-rules=MAP ${ADDRESS} 127.0.0.1`],
      }),
    { scope: 'worker' },
  ],
  baseURL: async ({ server }, use) => use(server.url.replace('localhost', ADDRESS)),
});

test('in a network without https jobs are booked, moved, moved offline and undone', async ({ page, context, shop }) => {
  await shop.book({ customer: 'Ana Torres' });
  await shop.book({ customer: 'Marcus Bell', status: 'in_progress' });
  await page.goto(shop.path);
  expect(await page.evaluate(() => [isSecureContext, typeof crypto.randomUUID, typeof navigator.locks])).toEqual([
    false,
    'undefined',
    'undefined',
  ]);

  const dialog = await openNewJob(page);
  await dialog.getByLabel('Customer').fill('Zelda Fitzgerald');
  await pick(page, 'New customer “Zelda Fitzgerald”');
  await dialog.getByLabel('Make').fill('Volvo');
  await dialog.getByLabel('Model').fill('V60');
  await dialog.getByLabel('Add a service').fill('oil');
  await pick(page, /Oil change/);
  await dialog.getByRole('button', { name: 'Book it' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(cardOf(page, 'Zelda Fitzgerald')).toBeVisible();

  await dragTo(page, cardOf(page, 'Ana Torres'), cardOf(page, 'Marcus Bell'), 'top');
  await expect.poll(() => shop.column('in_progress')).toEqual(['Ana Torres', 'Marcus Bell']);
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect.poll(() => shop.column('in_progress')).toEqual(['Marcus Bell']);

  await context.setOffline(true);
  await dragTo(page, cardOf(page, 'Zelda Fitzgerald'), column(page, 'In progress').locator('.column-cards'), 'bottom');
  await expect(customersIn(page, 'In progress')).toHaveText(['Marcus Bell', 'Zelda Fitzgerald']);
  await expect(page.getByText('1 change waiting')).toBeVisible();
  await context.setOffline(false);
  await expect.poll(() => shop.column('in_progress')).toEqual(['Marcus Bell', 'Zelda Fitzgerald']);
});
