import { TestServer } from './server.ts';
import { Shop } from './shop.ts';
import { cardOf, column, customersIn, dragTo, expect, kept, test } from './test.ts';

test.use({ serviceWorkers: 'allow' });
test.setTimeout(120_000);

const FIVE = ['Ana One', 'Ben Two', 'Cleo Three', 'Dan Four', 'Eva Five'];

test('a tab that is opened without a network shows the page and what waits; with a network, five moves are made once', async ({
  page,
  context,
}) => {
  const server = new TestServer();
  await server.start();
  try {
    const shop = new Shop(server.url);
    const cards = [];
    for (const customer of FIVE) cards.push(await shop.book({ customer }));
    await page.goto(server.url + shop.path);
    await expect(cardOf(page, 'Eva Five')).toBeVisible();
    await page.evaluate(() => navigator.serviceWorker.ready);

    // No network, and nobody at the other end who could answer in its place.
    await context.setOffline(true);
    await server.kill();
    for (const [i, customer] of FIVE.entries()) {
      await dragTo(page, cardOf(page, customer), column(page, 'In progress'), 'bottom');
      await expect(customersIn(page, 'In progress')).toHaveText(FIVE.slice(0, i + 1));
      await expect(page.getByText(i === 0 ? '1 change waiting' : `${i + 1} changes waiting`)).toBeVisible();
    }
    await expect.poll(() => kept(page)).toBe(5);
    // Nobody is asked whether to leave: nothing would be lost.
    const asked: string[] = [];
    page.on('dialog', (dialog) => asked.push(dialog.type()));
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;
    expect(asked).toEqual([]);

    const tab = await context.newPage();
    await tab.goto(server.url + shop.path);
    await expect(tab.getByRole('heading', { name: 'The board can’t be loaded' })).toBeVisible();
    await expect(tab.getByText('5 changes waiting to be saved')).toBeVisible();

    await server.start();
    await context.setOffline(false);
    await expect(customersIn(tab, 'In progress')).toHaveText(FIVE, { timeout: 30_000 });
    await expect(tab.getByText('waiting to be saved')).toHaveCount(0, { timeout: 20_000 });
    expect(await shop.column('in_progress')).toEqual(FIVE);
    for (const { id } of cards) {
      const { items } = await shop.client.getHistory(id);
      expect(items.map((it) => `${it.version} ${it.type}`)).toEqual(['2 moved', '1 created']);
    }
  } finally {
    await server.stop();
  }
});
