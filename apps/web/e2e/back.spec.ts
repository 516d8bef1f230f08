import { cardOf, expect, pick, test } from './test.ts';

test('Back closes a job, and asks first where something was typed', async ({ page, shop }) => {
  await shop.book({ customer: 'Priya Venkataramanan' });
  await page.goto('/');
  await page.goto(shop.path);
  await cardOf(page, 'Priya Venkataramanan').click();
  const drawer = page.getByRole('dialog', { name: 'Priya Venkataramanan' });
  await expect(drawer.getByRole('heading', { name: 'Priya Venkataramanan' })).toBeFocused();
  await page.goBack();
  await expect(drawer).toHaveCount(0);
  await page.goForward();
  await drawer.getByLabel('Notes').fill('Two dogs in the yard');
  await page.evaluate(() => window.history.back());
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('Discard what you changed?');
  await question.getByRole('button', { name: 'Keep editing' }).click();
  await expect(page).toHaveURL(/job=/);
  await expect(drawer.getByLabel('Notes')).toHaveValue('Two dogs in the yard');
  await page.evaluate(() => window.history.back());
  await question.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`date=${shop.date}$`));
  // What was closed is not in the way back.
  await page.goBack();
  await expect(page).not.toHaveURL(/date=|job=/);
});

test('Back closes a new appointment on the same day, and asks first where something was typed', async ({
  page,
  shop,
}) => {
  await shop.book({ customer: 'Somebody Else' });
  await page.goto('/?date=2026-03-05');
  await page.goto(shop.path);
  await page.getByRole('button', { name: 'New appointment' }).click();
  const dialog = page.getByRole('dialog', { name: 'New appointment' });
  await expect(dialog.getByLabel('Customer')).toBeFocused();
  await page.goBack();
  await expect(dialog).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`date=${shop.date}$`));

  await page.getByRole('button', { name: 'New appointment' }).click();
  await dialog.getByLabel('Customer').fill('Zelda');
  await pick(page, 'New customer “Zelda”');
  await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused();
  await page.evaluate(() => window.history.back());
  const question = page.getByRole('alertdialog');
  await question.getByRole('button', { name: 'Keep editing' }).click();
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('Zelda');
  await page.evaluate(() => window.history.back());
  await question.getByRole('button', { name: 'Discard' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(cardOf(page, 'Somebody Else')).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`date=${shop.date}$`));
});

test('Escape right after the last letter asks, too', async ({ page, shop }) => {
  await shop.book({ customer: 'Ana Torres' });
  await page.goto(shop.path);
  await cardOf(page, 'Ana Torres').click();
  const notes = page.getByRole('dialog', { name: 'Ana Torres' }).getByLabel('Notes');
  await notes.evaluate((element: HTMLTextAreaElement) => {
    element.focus();
    document.execCommand('insertText', false, 'x');
    element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
  });
  await page.getByRole('alertdialog').getByRole('button', { name: 'Keep editing' }).click();
  await expect(notes).toHaveValue('x');
});

test('an address that names no day, no technician or no job says so without breaking the page', async ({
  page,
  shop,
}) => {
  for (const date of ['2026-99-99', '2026-02-30', '2300-01-01']) {
    await page.goto(`/?date=${date}`);
    await expect(page.getByRole('button', { name: 'New appointment' }).first()).toBeVisible();
    await expect(page).not.toHaveURL(/date=/);
    await expect(page.getByText('can’t be loaded')).toHaveCount(0);
  }
  const sam = await shop.technician('Sam Ortiz', '#2563eb');
  await page.goto(`/?tech=${sam.id}`);
  await expect(page.getByRole('button', { name: 'Sam Ortiz', pressed: true })).toBeVisible();
  await expect(page).toHaveURL(/tech=/);
  await page.goto('/?tech=nope');
  await expect(page).not.toHaveURL(/tech=/);
  await page.goto('/?job=nonsense');
  await expect(page.getByText('This job isn’t there any more')).toBeVisible();
  await page.waitForTimeout(1500);
  await expect(page.getByText('The history can’t be loaded')).toHaveCount(0);
});
