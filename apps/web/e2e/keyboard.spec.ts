import type { Page } from '@playwright/test';
import { boxOf, cardOf, customersIn, expect, test } from './test.ts';

const focusOn = (page: Page, customer: string) => cardOf(page, customer).locator('.card-open').focus();
const announced = (page: Page) => page.locator('.sr-only[aria-live="assertive"]');
const focusedCustomer = (page: Page) => page.locator('[data-card]:focus-within .card-customer');

test('a card is picked up, steered, announced and dropped by keyboard', async ({ page, shop }) => {
  await shop.book({ customer: 'Ana Torres' });
  await shop.book({ customer: 'Marcus Bell', status: 'in_progress' });
  await shop.book({ customer: 'Grace Kim', status: 'in_progress' });
  await page.goto(shop.path);
  await focusOn(page, 'Ana Torres');
  await page.keyboard.press('Space');
  await expect(announced(page)).toHaveText('Picked up Ana Torres, place 1 of 1 in Scheduled.');
  await page.keyboard.press('ArrowRight');
  await expect(announced(page)).toHaveText('In progress, place 1 of 3.');
  // The line that shows the place is a drawing above the first card, inside of what the column cuts off.
  const line = await boxOf(page.locator('.drop-line'));
  const cut = await boxOf(page.locator('[data-column="in_progress"] .column-cards'));
  expect(line.y - 6).toBeGreaterThanOrEqual(cut.y);
  await page.keyboard.press('ArrowDown');
  await expect(announced(page)).toHaveText('In progress, place 2 of 3.');
  await page.keyboard.press('Space');
  await expect(announced(page)).toHaveText('Dropped Ana Torres in In progress, place 2.');
  await expect(customersIn(page, 'In progress')).toHaveText(['Marcus Bell', 'Ana Torres', 'Grace Kim']);
  await expect(focusedCustomer(page)).toHaveText('Ana Torres');
  await expect.poll(() => shop.column('in_progress')).toEqual(['Marcus Bell', 'Ana Torres', 'Grace Kim']);
});

test('by keyboard too, forbidden columns are stepped over and Escape puts the card back', async ({ page, shop }) => {
  await shop.book({ customer: 'Luis Hernández' });
  await page.goto(shop.path);
  await focusOn(page, 'Luis Hernández');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(announced(page)).toHaveText(
    'No-show, place 1 of 1. From “Scheduled” a job can’t go to “Ready”. From “Scheduled” a job can’t go to “Completed”.',
  );
  await page.keyboard.press('ArrowRight');
  await expect(announced(page)).toHaveText('No column that way that it may go to.');
  await page.keyboard.press('Escape');
  await expect(announced(page)).toHaveText('Cancelled. Luis Hernández stays where it was.');
  await expect(customersIn(page, 'Scheduled')).toHaveText(['Luis Hernández']);
  expect(await shop.column('scheduled')).toEqual(['Luis Hernández']);
});

test('the menu of a card offers what the workflow allows, and places in the column', async ({ page, shop }) => {
  for (const [i, customer] of ['One', 'Two', 'Three', 'Four'].entries())
    await shop.book({ customer, start: `0${6 + i}:00` });
  await page.goto(shop.path);
  await focusOn(page, 'Three');
  await page.keyboard.press('m');
  await expect(page.getByRole('menuitem')).toHaveText(['In progress', 'No-show', 'To the top', 'Up', 'Down']);
  await page.getByRole('menuitem', { name: 'To the top' }).click();
  await expect(customersIn(page, 'Scheduled')).toHaveText(['Three', 'One', 'Two', 'Four']);
  await expect(focusedCustomer(page)).toHaveText('Three');
  await page.keyboard.press('m');
  await expect(page.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Three moved to No-show')).toBeVisible();
  await expect(customersIn(page, 'Scheduled')).toHaveText(['One', 'Two', 'Four']);
});

test('keys pressed while the menu is still on its way do nothing to the card behind it', async ({ page, shop }) => {
  await shop.book({ customer: 'Rosa Diaz' });
  await page.route('**/move-menu*.js', async (route) => {
    await new Promise((done) => setTimeout(done, 1_000));
    await route.continue();
  });
  await page.goto(shop.path);
  await focusOn(page, 'Rosa Diaz');
  await page.keyboard.press('m');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await expect(page.getByRole('menuitem', { name: 'In progress' })).toBeFocused();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(customersIn(page, 'In progress')).toHaveText(['Rosa Diaz']);
});

test('what is typed while a new appointment is still on its way gets there, and steers nothing behind it', async ({
  page,
  shop,
}) => {
  await shop.book({ customer: 'Marta Lopez' });
  await page.route('**/new-job-dialog*.js', async (route) => {
    await new Promise((done) => setTimeout(done, 1_000));
    await route.continue();
  });
  await page.goto(shop.path);
  await expect(cardOf(page, 'Marta Lopez')).toBeVisible();
  // As fast as the browser takes keys; among them shortcuts of the page.
  await page.keyboard.type('nmarta t]?x');
  await page.keyboard.press('Backspace');
  const customer = page.getByRole('dialog', { name: 'New appointment' }).getByLabel('Customer');
  await expect(customer).toHaveValue('marta t]?');
  await customer.fill('');
  await page.keyboard.type('mar');
  await page.getByRole('option', { name: /Marta Lopez/ }).waitFor();
  await customer.fill('');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`date=${shop.date}$`));
  // Fetched by now: at full speed nothing is lost either.
  await page.keyboard.type('nmarta');
  await expect(customer).toHaveValue('marta');
});

test('a completed job has nowhere to go, and its menu says so', async ({ page, shop }) => {
  await shop.book({ customer: 'Mei Chen', status: 'completed' });
  await page.goto(shop.path);
  await cardOf(page, 'Mei Chen').hover();
  await page.getByRole('button', { name: 'Move the job of Mei Chen' }).click();
  await expect(page.getByText('A completed job stays completed')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
});

test('arrow keys go from card to card, Enter opens, Escape comes back to the card', async ({ page, shop }) => {
  await shop.book({ customer: 'Emily Watson', start: '08:00' });
  await shop.book({ customer: 'Isaac Romero', start: '09:00' });
  await shop.book({ customer: 'Julia Novak', status: 'ready' });
  await page.goto(shop.path);
  await focusOn(page, 'Emily Watson');
  await page.keyboard.press('ArrowDown');
  await expect(focusedCustomer(page)).toHaveText('Isaac Romero');
  await page.keyboard.press('ArrowRight');
  await expect(focusedCustomer(page)).toHaveText('Julia Novak');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Julia Novak' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(focusedCustomer(page)).toHaveText('Julia Novak');
});

test('the few single keys, and the list that explains them', async ({ page, shop }) => {
  await shop.book({ customer: 'Kevin Tran' });
  await page.goto(shop.path);
  await expect(cardOf(page, 'Kevin Tran')).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await expect(page.getByRole('dialog', { name: 'New appointment' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press(']');
  await expect(cardOf(page, 'Kevin Tran')).toHaveCount(0);
  await page.keyboard.press('[');
  await expect(cardOf(page, 'Kevin Tran')).toBeVisible();
});
