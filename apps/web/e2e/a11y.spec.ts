import { expectNoViolations } from './axe.ts';
import { cardOf, column, dragTo, expect, pick, test, withoutStream } from './test.ts';

// Axe looks at every view one by one, which takes a busy machine its time.
test.setTimeout(120_000);

test.use({ reducedMotion: 'reduce' });

test('the board, its menu, the drawer and the dialogs break no rule of axe', async ({ page, shop }) => {
  const sam = await shop.technician('Devon Brooks', '#15803d');
  await shop.book({ customer: 'Ana Torres', start: '08:00', techId: sam.id });
  await shop.book({ customer: 'Marcus Bell', start: '08:30', techId: sam.id, status: 'in_progress' });
  await shop.book({ customer: 'Grace Kim', status: 'ready', plate: '7ABC123', phone: '(555) 010-0199' });
  await shop.book({ customer: 'Mei Chen', status: 'completed' });
  await shop.book({ customer: 'Luis Hernández', status: 'no_show' });
  await page.clock.setFixedTime(shop.at('09:45'));
  await page.goto(shop.path);
  await expect(cardOf(page, 'Ana Torres')).toBeVisible();
  await expectNoViolations(page, 'board');

  await cardOf(page, 'Grace Kim').locator('.card-open').focus();
  await page.keyboard.press('m');
  await expect(page.getByRole('menu')).toBeVisible();
  await expectNoViolations(page, 'menu');
  await page.getByRole('menuitem', { name: 'Completed' }).click();
  await expect(page.getByText('Grace Kim moved to Completed')).toBeVisible();
  await expectNoViolations(page, 'message');

  await cardOf(page, 'Grace Kim').click();
  await expect(page.getByText('Moved from Ready to Completed')).toBeVisible();
  await expectNoViolations(page, 'drawer');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel job' }).click();
  await expect(page.getByRole('alertdialog')).toBeVisible();
  await expectNoViolations(page, 'question');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'New appointment' }).click();
  const dialog = page.getByRole('dialog', { name: 'New appointment' });
  await dialog.getByLabel('Customer').fill('Grace');
  await expect(page.getByRole('option', { name: /Grace Kim/ }).first()).toBeVisible();
  await expectNoViolations(page, 'search');
  await pick(page, /New customer/);
  await dialog.getByLabel('Add a service').fill('nothing like it');
  await pick(page, /New service/);
  await dialog.getByRole('button', { name: 'Book it' }).click();
  await expect(dialog.getByText('The make is needed')).toBeVisible();
  await expectNoViolations(page, 'new appointment with faults');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard' }).click();

  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectNoViolations(page, 'shortcuts');
});

test('what waits to be saved, and what is in conflict, break no rule of axe', async ({ page, context, shop }) => {
  const card = await shop.book({ customer: 'Jo Ten' });
  await page.goto(shop.path);
  await expect(cardOf(page, 'Jo Ten')).toBeVisible();
  await page.waitForLoadState('load');
  await context.setOffline(true);
  await dragTo(page, cardOf(page, 'Jo Ten'), column(page, 'In progress'));
  const button = page.getByRole('button', { name: /waiting to be saved|needs your decision/ });
  await expect(button).toBeVisible();
  await expectNoViolations(page, 'waiting');
  await shop.client.updateAppointment(card.id, { expected_version: 1, notes: 'Call first' });
  await context.setOffline(false);
  await expect(button).toHaveText('1 change needs your decision');
  await button.click();
  await expect(page.getByRole('button', { name: 'Keep mine' })).toBeVisible();
  await expectNoViolations(page, 'conflict');
});

test('an empty day, a board that cannot be loaded and one that is stale break no rule of axe', async ({
  page,
  shop,
}) => {
  await withoutStream(page);
  await page.goto(shop.path);
  await expect(page.getByRole('heading', { name: /Nothing booked/ })).toBeVisible();
  await expectNoViolations(page, 'empty');
  await page.route('**/board?*', (route) => route.abort());
  await expect(page.getByText(/Not updated since/)).toBeVisible();
  await expectNoViolations(page, 'stale');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'The board can’t be loaded' })).toBeVisible();
  await expectNoViolations(page, 'error');
});
