import type { WrittenAppointment } from '@edgar-auto-shop/contract';
import type { BrowserContext, Page } from '@playwright/test';
import type { Shop } from './shop.ts';
import { cardOf, column, customersIn, dragTo, expect, kept, test } from './test.ts';

// Five cards are dragged by hand, in two windows, which takes a busy machine its time.
test.setTimeout(90_000);

const FIVE = ['Ana One', 'Ben Two', 'Cleo Three', 'Dan Four', 'Eva Five'];

async function bookFive(shop: Shop): Promise<WrittenAppointment[]> {
  const cards = [];
  for (const customer of FIVE) cards.push(await shop.book({ customer }));
  return cards;
}

async function moveAll(page: Page, customers: readonly string[]): Promise<void> {
  // What waits to be saved is told in a bar above the board, which comes and grows while hands are at work: a hand whose card
  // slid away under it reaches for it again.
  for (const customer of customers) {
    const lowest = customersIn(page, 'In progress');
    await expect(async () => {
      if ((await lowest.allTextContents()).at(-1) !== customer)
        await dragTo(page, cardOf(page, customer), column(page, 'In progress'), 'bottom');
      await expect(lowest.last()).toHaveText(customer, { timeout: 2_000 });
    }).toPass({ timeout: 30_000 });
  }
}

/** Another tab of the same browser, with what the browser keeps. */
async function openTab(context: BrowserContext, shop: Shop): Promise<Page> {
  const tab = await context.newPage();
  await tab.goto(shop.path);
  return tab;
}

/** Closes the tab at once, as the system does with one in the background. */
async function close(page: Page, changes: number): Promise<void> {
  await expect.poll(() => kept(page)).toBe(changes);
  await page.close();
}

const outboxButton = (page: Page) => page.getByRole('banner').locator('.trouble-outbox');

test('a move that the server has, but whose answer the closed tab never read, is not made twice', async ({
  page,
  context,
  shop,
}) => {
  const card = await shop.book({ customer: 'Fay Six' });
  await page.goto(shop.path);
  await expect(cardOf(page, 'Fay Six')).toBeVisible();
  const keys: (string | undefined)[] = [];
  context.on('request', (request) => {
    if (/\/move$/.test(request.url())) keys.push(request.headers()['idempotency-key']);
  });
  await page.route('**/move', async (route) => void (await route.fetch()));
  await dragTo(page, cardOf(page, 'Fay Six'), column(page, 'In progress'));
  await expect.poll(() => shop.column('in_progress')).toEqual(['Fay Six']);
  await close(page, 1);
  const tab = await openTab(context, shop);
  await expect.poll(() => keys.length, { timeout: 15_000 }).toBe(2);
  expect(keys[1]).toBe(keys[0]);
  await expect(customersIn(tab, 'In progress')).toHaveText(['Fay Six']);
  await expect(cardOf(tab, 'Fay Six')).not.toContainText('Saving');
  const { items } = await shop.client.getHistory(card.id);
  expect(items.map((it) => it.type)).toEqual(['moved', 'created']);
});

const OTHERS = ['Hal Eight', 'Ida Nine', 'Jon Ten', 'Kim Eleven'];

/** Five moves made offline; while their tab is closed, somebody else changes the first card. */
async function conflict(page: Page, context: BrowserContext, shop: Shop, theirs: 'no_show' | 'in_progress') {
  const gus = await shop.book({ customer: 'Gus Seven' });
  for (const customer of OTHERS) await shop.book({ customer });
  await page.goto(shop.path);
  await expect(cardOf(page, 'Kim Eleven')).toBeVisible();
  await context.setOffline(true);
  const to = theirs === 'no_show' ? 'No-show' : 'In progress';
  await dragTo(page, cardOf(page, 'Gus Seven'), column(page, to));
  await moveAll(page, OTHERS);
  await expect(outboxButton(page)).toHaveText('5 changes waiting to be saved');
  await close(page, 5);
  return gus;
}

for (const way of ['Keep mine', 'Take theirs', 'Discard the change of Gus Seven'] as const) {
  test(`a conflict after being offline asks, the rest is saved: “${way}”`, async ({ page, context, shop }) => {
    const gus = await conflict(page, context, shop, 'no_show');
    // Another place for the same card: a later version, on which the move still makes sense.
    const written = await shop.client.updateAppointment(gus.id, { expected_version: 1, notes: 'Call first' });
    await context.setOffline(false);
    const tab = await openTab(context, shop);
    await expect.poll(() => shop.column('in_progress'), { timeout: 20_000 }).toEqual(OTHERS);
    await expect(outboxButton(tab)).toHaveText('1 change needs your decision');
    await expect(cardOf(tab, 'Gus Seven')).toContainText('Your change was not saved');
    await expect(customersIn(tab, 'Scheduled')).toHaveText(['Gus Seven']);
    await outboxButton(tab).click();
    const panel = tab.getByRole('dialog', { name: 'Changes not saved yet' });
    await expect(panel).toContainText('Somebody else changed this job meanwhile. It is “Scheduled” now.');
    await expect(panel).toContainText('until you decide');
    await panel.getByRole('button', { name: way }).click();
    await expect(panel).toContainText('Everything is saved.');
    const kept = way === 'Keep mine';
    await expect(customersIn(tab, kept ? 'No-show' : 'Scheduled')).toHaveText(['Gus Seven']);
    expect(await shop.column(kept ? 'no_show' : 'scheduled')).toEqual(['Gus Seven']);
    const { items } = await shop.client.getHistory(gus.id);
    expect(items.map((it) => it.type)).toEqual([...(kept ? ['moved'] : []), 'updated', 'created']);
    expect(written.version).toBe(2);
  });
}

test('a move that the workflow meanwhile forbids says so and why', async ({ page, context, shop }) => {
  const gus = await conflict(page, context, shop, 'no_show');
  const begun = await shop.move(gus, 'in_progress');
  await shop.move({ id: gus.id, version: begun.version }, 'completed');
  await context.setOffline(false);
  const tab = await openTab(context, shop);
  await expect(customersIn(tab, 'Completed')).toHaveText(['Gus Seven']);
  await outboxButton(tab).click();
  const panel = tab.getByRole('dialog', { name: 'Changes not saved yet' });
  await expect(panel).toContainText('The job is “Completed” now, and stays there: it can’t go to “No-show”.');
  await expect(panel.getByRole('button', { name: 'Keep mine' })).toHaveCount(0);
  await panel.getByRole('button', { name: 'Discard', exact: true }).click();
  await expect(panel).toContainText('Everything is saved.');
});

test('two tabs show the same changes; each is sent by one of them, one at a time', async ({ page, context, shop }) => {
  await bookFive(shop);
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto(shop.path);
    await expect(cardOf(tab, 'Eva Five')).toBeVisible();
  }
  await context.setOffline(true);
  await page.bringToFront();
  await moveAll(page, FIVE.slice(0, 3));
  await expect(customersIn(other, 'In progress')).toHaveText(FIVE.slice(0, 3));
  await other.bringToFront();
  await moveAll(other, FIVE.slice(3));
  for (const tab of [page, other]) {
    await expect(outboxButton(tab)).toHaveText('5 changes waiting to be saved');
    await expect(customersIn(tab, 'In progress')).toHaveText(FIVE);
  }
  const log: string[] = [];
  let open = 0;
  let most = 0;
  await context.route('**/move', async (route) => {
    open += 1;
    most = Math.max(most, open);
    log.push(route.request().headers()['idempotency-key'] ?? '');
    const response = await route.fetch();
    await new Promise((done) => setTimeout(done, 150));
    open -= 1;
    await route.fulfill({ response });
  });
  await context.setOffline(false);
  await expect.poll(() => shop.column('in_progress'), { timeout: 25_000 }).toEqual(FIVE);
  for (const tab of [page, other]) {
    await expect(outboxButton(tab)).toHaveCount(0);
    await expect(customersIn(tab, 'In progress')).toHaveText(FIVE);
  }
  expect(new Set(log).size).toBe(5);
  expect(log).toHaveLength(5);
  expect(most).toBe(1);
});

test('a browser that can keep nothing says so, and still saves', async ({ page, context, shop }) => {
  await shop.book({ customer: 'Ida Nine' });
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('Not in a private window', 'SecurityError');
    };
  });
  await page.goto(shop.path);
  await expect(cardOf(page, 'Ida Nine')).toBeVisible();
  await context.setOffline(true);
  await dragTo(page, cardOf(page, 'Ida Nine'), column(page, 'In progress'));
  await outboxButton(page).click();
  await expect(page.getByRole('dialog')).toContainText('Leave this page open until they are saved.');
  await context.setOffline(false);
  await expect.poll(() => shop.column('in_progress'), { timeout: 20_000 }).toEqual(['Ida Nine']);
  await expect(page.getByRole('dialog')).toContainText('Everything is saved.');
});
