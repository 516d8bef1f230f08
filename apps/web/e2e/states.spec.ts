import { TestServer } from './server.ts';
import { Shop } from './shop.ts';
import { cardOf, column, customersIn, dragTo, expect, test } from './test.ts';

test('an empty day says so; only an empty shop is offered a demo day, and gets one', async ({ page }) => {
  const server = new TestServer();
  await server.start();
  try {
    await page.goto(server.url);
    await expect(page.getByRole('heading', { name: /Nothing booked for/ })).toBeVisible();
    // In the header and in the middle; on a phone the one in the middle is enough.
    const newJob = page.getByRole('button', { name: 'New appointment' });
    await expect(newJob).toHaveCount(2);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(newJob).toHaveCount(1);
    await newJob.click();
    const dialog = page.getByRole('dialog', { name: 'New appointment' });
    await expect(dialog.getByText('This shop has no technicians yet.')).toBeVisible();
    await expect(dialog.getByRole('link', { name: 'the API' })).toHaveAttribute('href', '/docs');
    await dialog.getByLabel('Add a service').click();
    await expect(page.getByText('No services yet')).toBeVisible();
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Load a demo day' }).click();
    await expect(page.locator('[data-card]').first()).toBeVisible();
    expect(await page.locator('[data-card]').count()).toBeGreaterThan(15);
    await page.getByRole('button', { name: 'Previous day' }).click();
    await expect(page.getByRole('heading', { name: /Nothing booked for/ })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Load a demo day' })).toHaveCount(0);
  } finally {
    await server.stop();
  }
});

test('a job that should have begun is late, in red; yesterday’s leftovers are not', async ({ page, shop }) => {
  await shop.book({ customer: 'Darnell Price', start: '09:00' });
  await shop.book({ customer: 'Robert Castellano', start: '08:00', end: '08:30', status: 'in_progress' });
  await shop.book({ customer: 'Sofia Lindqvist', start: '11:00' });
  await page.clock.setFixedTime(shop.at('09:25'));
  await page.goto(shop.path);
  await expect(cardOf(page, 'Darnell Price')).toContainText('25 min late');
  await expect(cardOf(page, 'Robert Castellano')).toContainText('55 min over');
  await expect(cardOf(page, 'Sofia Lindqvist')).not.toContainText('late');
  await page.clock.setFixedTime(new Date(Date.parse(shop.at('09:25')) + 86_400_000));
  await page.reload();
  await expect(cardOf(page, 'Darnell Price')).toBeVisible();
  await expect(page.getByText('late', { exact: false })).toHaveCount(0);
});

test('two jobs of one technician at once are marked', async ({ page, shop }) => {
  const priya = await shop.technician('Priya Nair', '#7c3aed');
  await shop.book({ customer: 'Henry One', start: '09:00', techId: priya.id });
  await shop.book({ customer: 'Henry Two', start: '09:30', techId: priya.id });
  await page.goto(shop.path);
  await expect(cardOf(page, 'Henry One').getByTitle(/Double-booked/)).toBeVisible();
  await expect(cardOf(page, 'Henry Two').getByTitle(/Double-booked/)).toBeVisible();
});

test('offline, moves wait visibly; back online they are saved', async ({ page, context, shop }) => {
  await shop.book({ customer: 'Isaac Romero' });
  await shop.book({ customer: 'Julia Novak', status: 'ready' });
  await page.goto(shop.path);
  await expect(cardOf(page, 'Isaac Romero')).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText(/Offline since/)).toBeVisible();
  await dragTo(page, cardOf(page, 'Isaac Romero'), column(page, 'In progress'));
  await dragTo(page, cardOf(page, 'Julia Novak'), column(page, 'Completed'));
  await expect(cardOf(page, 'Isaac Romero')).toContainText('Waiting to be saved');
  await expect(customersIn(page, 'Completed')).toHaveText(['Julia Novak']);
  expect(await shop.column('scheduled')).toEqual(['Isaac Romero']);
  await context.setOffline(false);
  await expect(cardOf(page, 'Isaac Romero')).not.toContainText('Waiting to be saved');
  await expect.poll(() => shop.column('in_progress')).toEqual(['Isaac Romero']);
  await expect.poll(() => shop.column('completed')).toEqual(['Julia Novak']);
  await expect(page.getByText('Live')).toBeVisible();
});

test('a move made while the server is down is saved when it is back, once', async ({ page }) => {
  const server = new TestServer();
  await server.start();
  try {
    const shop = new Shop(server.url);
    const card = await shop.book({ customer: 'Kevin Tran' });
    await page.goto(server.url + shop.path);
    await expect(cardOf(page, 'Kevin Tran')).toBeVisible();
    await server.kill();
    await dragTo(page, cardOf(page, 'Kevin Tran'), column(page, 'In progress'));
    await expect(page.getByText(/Not updated since/)).toBeVisible();
    await expect(page.getByText('1 change waiting to be saved')).toBeVisible();
    await expect(customersIn(page, 'In progress')).toHaveText(['Kevin Tran']);
    await server.start();
    await expect(page.getByText('waiting to be saved')).toHaveCount(0, { timeout: 20_000 });
    await expect(customersIn(page, 'In progress')).toHaveText(['Kevin Tran']);
    const history = await shop.client.getHistory(card.id);
    expect(history.items.map((item) => item.type)).toEqual(['moved', 'created']);
  } finally {
    await server.stop();
  }
});

test('a job that somebody writes on while its move is on the way stays where it was put', async ({ page, shop }) => {
  const card = await shop.book({ customer: 'Lucia Ferreira' });
  await page.goto(shop.path);
  await expect(page.getByRole('banner').getByText('Live')).toBeVisible();
  await page.route('**/move', async (route) => {
    await new Promise((done) => setTimeout(done, 1_500));
    await route.continue();
  });
  await dragTo(page, cardOf(page, 'Lucia Ferreira'), column(page, 'In progress'));
  await expect(customersIn(page, 'In progress')).toHaveText(['Lucia Ferreira']);
  const ways = await page.evaluateHandle(() => {
    const seen: string[] = [];
    const look = () => {
      const now = document.querySelector('[data-card]')?.closest('[data-column]')?.getAttribute('data-column');
      if (now && now !== seen.at(-1)) seen.push(now);
      requestAnimationFrame(look);
    };
    look();
    return seen;
  });
  await shop.client.updateAppointment(card.id, { expected_version: card.version, notes: 'Key under the mat' });
  await expect.poll(() => shop.column('in_progress')).toEqual(['Lucia Ferreira']);
  await expect(cardOf(page, 'Lucia Ferreira')).not.toContainText('Saving');
  expect(await ways.jsonValue()).toEqual(['in_progress']);
  expect(await shop.client.getAppointment(card.id)).toMatchObject({
    status: 'in_progress',
    notes: 'Key under the mat',
  });
});

test('without a first board the page says what is wrong, and gets over it by itself', async ({ page, shop }) => {
  await shop.book({ customer: 'Hannah Weiss' });
  await page.route('**/api/**', (route) => route.abort());
  await page.goto(shop.path);
  await expect(page.getByRole('heading', { name: 'The board can’t be loaded' })).toBeVisible();
  await expect(page.getByRole('banner').getByText('No connection')).toBeVisible();
  await page.unroute('**/api/**');
  await expect(cardOf(page, 'Hannah Weiss')).toBeVisible({ timeout: 15_000 });
});

test('while the first board is on its way, its shape is there', async ({ page, shop }) => {
  let answer = () => {};
  const held = new Promise<void>((done) => {
    answer = done;
  });
  await shop.book({ customer: 'Emily Watson' });
  await page.route('**/board?*', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(shop.path);
  await expect(page.getByRole('status', { name: 'Loading the board' })).toBeVisible();
  answer();
  await expect(cardOf(page, 'Emily Watson')).toBeVisible();
});

test('a part of the page that throws leaves words and ways on, never a blank page', async ({ page, shop }) => {
  await shop.book({ customer: 'Omar Haddad' });
  // A zone that no browser knows: whoever writes a time throws.
  await page.route('**/board?*', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({
      response: answer,
      body: (await answer.text()).replace(/"time_zone":"[^"]+"/, '"time_zone":"No/Where"'),
    });
  });
  await page.goto(shop.path);
  await expect(page.getByRole('heading', { name: 'This page stopped working' })).toBeVisible();
  await page.unroute('**/board?*');
  await page.getByRole('button', { name: 'Load again' }).click();
  await expect(cardOf(page, 'Omar Haddad')).toBeVisible();
});

test('with one technician’s jobs on the board, the numbers say that they are the whole shop’s', async ({
  page,
  shop,
}) => {
  const rosa = await shop.technician('Rosa Díaz', '#db2777');
  await shop.book({ customer: 'Of Rosa', techId: rosa.id });
  await shop.book({ customer: 'Of nobody' });
  await page.goto(shop.path);
  await expect(cardOf(page, 'Of Rosa')).toBeVisible();
  await expect(page.getByText('Whole shop')).toHaveCount(0);
  await page.getByRole('group', { name: 'Show the jobs of' }).getByRole('button', { name: 'Rosa Díaz' }).click();
  await expect(page.getByText('Whole shop')).toBeVisible();
  await expect(page.locator('.stats')).toContainText(/Jobs\s*2/);
});
