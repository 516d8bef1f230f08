import { cardOf, column, customersIn, expect, hold, test } from './test.ts';

test('a job is edited in the drawer, its history tells it, and it can be undone', async ({ page, shop }) => {
  await shop.technician('Rosa Martínez', '#c2410c');
  await shop.book({ customer: 'Ana Torres', start: '09:00' });
  await page.goto(shop.path);
  await cardOf(page, 'Ana Torres').click();
  const drawer = page.getByRole('dialog', { name: 'Ana Torres' });
  await expect(page).toHaveURL(/job=/);
  await drawer.getByLabel('Start').fill('10:30');
  await expect(drawer.getByLabel('End', { exact: true })).toHaveValue('11:30');
  await drawer.getByLabel('Technician').selectOption('Rosa Martínez');
  await drawer.getByRole('button', { name: 'One more Oil change' }).click();
  await drawer.getByRole('button', { name: 'Paid in full' }).click();
  await drawer.getByLabel('Notes').fill('Key is under the mat');
  await drawer.getByRole('button', { name: 'Save changes' }).click();

  await expect(page.getByText('Saved the job of Ana Torres')).toBeVisible();
  // A message lies above the drawer, and putting it away does not close what is below.
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await expect(drawer).toBeVisible();
  const card = cardOf(page, 'Ana Torres');
  await expect(card).toContainText('10:30 – 11:30 AM');
  await expect(card).toContainText('Rosa Martínez');
  await expect(card).toContainText('Oil change ×2');
  await expect(card).toContainText('Paid');
  const history = drawer.getByRole('region', { name: 'History' });
  await expect(history).toContainText('Technician: Rosa Martínez');
  await expect(history).toContainText('Paid: $0 → $158');
  await expect(history).toContainText('Notes: Key is under the mat');
  await expect(history).toContainText('Booked');

  await drawer.getByRole('button', { name: 'Undo latest change' }).click();
  await expect(card).toContainText('9:00 – 10:00 AM');
  await expect(card).toContainText('$79 due');
  await expect(drawer.getByLabel('Start')).toHaveValue('09:00');
  await expect(history).toContainText('Latest change undone');
});

test('a job moved to another day leaves this board for that one', async ({ page, shop }) => {
  await shop.book({ customer: 'Marcus Bell' });
  await shop.book({ customer: 'Somebody Else' });
  await page.goto(shop.path);
  await cardOf(page, 'Marcus Bell').click();
  const drawer = page.getByRole('dialog', { name: 'Marcus Bell' });
  await drawer.getByLabel('Date', { exact: true }).fill('2026-03-08');
  await drawer.getByLabel('Start').fill('02:30');
  await drawer.getByLabel('Paid', { exact: true }).fill('99999999999');
  await drawer.getByRole('button', { name: 'Save changes' }).click();
  await expect(drawer.getByText(/There is no 2:30.AM on that day/)).toBeVisible();
  await expect(drawer.getByText('At most $10,000,000')).toBeVisible();
  await expect(drawer.getByLabel('Start')).toBeFocused();
  await drawer.getByLabel('Paid', { exact: true }).fill('0');
  await drawer.getByLabel('Start').fill('09:00');
  await drawer.getByLabel('Date', { exact: true }).fill('2026-03-03');
  await drawer.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Moved the job of Marcus Bell to Tue, Mar 3')).toBeVisible();
  await expect(cardOf(page, 'Marcus Bell')).toHaveCount(0);
  // The card that had the focus is gone.
  await expect(page.locator('.date-name')).toBeFocused();
  await page.getByRole('button', { name: 'Go to that day' }).click();
  await expect(page).toHaveURL(/date=2026-03-03$/);
  await expect(cardOf(page, 'Marcus Bell')).toBeVisible();
  await expect(page.locator('.date-name')).toBeFocused();
});

test('what somebody types is not lost when the job changes underneath', async ({ page, shop }) => {
  const card = await shop.book({ customer: 'Grace Kim' });
  await page.goto(shop.path);
  await cardOf(page, 'Grace Kim').click();
  const drawer = page.getByRole('dialog', { name: 'Grace Kim' });
  await drawer.getByLabel('Notes').fill('Bring the long jack');
  const { version } = await shop.move(card, 'in_progress');
  await shop.client.updateAppointment(card.id, { expected_version: version, appt_end: shop.at('10:45') });
  await expect(cardOf(page, 'Grace Kim')).toContainText('10:45');
  await expect(customersIn(page, 'In progress')).toHaveText(['Grace Kim']);
  await expect(drawer.getByLabel('Notes')).toHaveValue('Bring the long jack');
  await drawer.getByRole('button', { name: 'Save changes' }).click();
  await expect(drawer.getByText('Somebody else changed this job while you were typing')).toBeVisible();
  await expect(drawer.getByRole('row', { name: 'Notes none Bring the long jack' })).toBeVisible();
  await expect(drawer.getByText('Column: Scheduled → In progress')).toBeVisible();
  await expect(drawer.getByLabel('End', { exact: true })).toHaveValue('10:45');
  await expect(drawer.getByRole('button', { name: 'Take theirs' })).toHaveClass(/button-primary/);
  await drawer.getByRole('button', { name: 'Save mine anyway' }).click();
  await expect(page.getByText('Saved the job of Grace Kim')).toBeVisible();
  const { items } = await shop.client.listAppointments({ date: shop.date });
  expect(items[0]).toMatchObject({ notes: 'Bring the long jack', status: 'in_progress' });
  expect(items[0] && Date.parse(items[0].appt_end)).toBe(Date.parse(shop.at('10:45')));
});

test('what somebody types while their last change is being saved stays', async ({ page, shop }) => {
  const card = await shop.book({ customer: 'Olga Novak' });
  await page.goto(shop.path);
  await cardOf(page, 'Olga Novak').click();
  const drawer = page.getByRole('dialog', { name: 'Olga Novak' });
  await drawer.getByLabel('Notes').fill('Ring twice');
  const letGo = await hold(page, 'PATCH', `**/api/admin/appointments/${card.id}`);
  await drawer.getByRole('button', { name: 'Save changes' }).click();
  await drawer.getByLabel('Notes').fill('Ring twice, then knock');
  letGo();
  await expect(page.getByText('Saved the job of Olga Novak')).toBeVisible();
  await expect(drawer.getByLabel('Notes')).toHaveValue('Ring twice, then knock');
  await drawer.getByRole('button', { name: 'Save changes' }).click();
  await expect
    .poll(async () => (await shop.client.listAppointments({ date: shop.date })).items[0]?.notes)
    .toBe('Ring twice, then knock');
});

test('a job is moved from the drawer', async ({ page, shop }) => {
  await shop.book({ customer: 'Tom Whitfield' });
  await page.goto(shop.path);
  await cardOf(page, 'Tom Whitfield').click();
  const drawer = page.getByRole('dialog', { name: 'Tom Whitfield' });
  await drawer.getByRole('button', { name: 'In progress' }).click();
  await expect(drawer.getByText('Work began')).toBeVisible();
  await expect(drawer).toContainText('Moved from Scheduled to In progress');
  await page.keyboard.press('Escape');
  await expect(customersIn(page, 'In progress')).toHaveText(['Tom Whitfield']);
});

test('a job is cancelled after a question, and the cancellation undone', async ({ page, shop }) => {
  await shop.book({ customer: 'Aisha Rahman' });
  await shop.book({ customer: 'Somebody Else' });
  await page.goto(shop.path);
  await cardOf(page, 'Aisha Rahman').click();
  const drawer = page.getByRole('dialog', { name: 'Aisha Rahman' });
  await drawer.getByRole('button', { name: 'Cancel job' }).click();
  const question = page.getByRole('alertdialog');
  await question.getByRole('button', { name: 'Keep it' }).click();
  await expect(cardOf(page, 'Aisha Rahman')).toBeVisible();
  await drawer.getByRole('button', { name: 'Cancel job' }).click();
  await question.getByRole('button', { name: 'Cancel the job' }).click();
  await expect(cardOf(page, 'Aisha Rahman')).toHaveCount(0);
  await expect(page.locator('.date-name')).toBeFocused();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(column(page, 'Scheduled')).toContainText('Aisha Rahman');
});

test('a job opened by its address on another day brings its own day', async ({ page, shop }) => {
  const card = await shop.book({ customer: 'Fatima Al-Sayed' });
  await page.goto(`/?job=${card.id}`);
  await expect(page.getByRole('dialog', { name: 'Fatima Al-Sayed' })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`date=${shop.date}`));
  await page.goto('/?job=nonsense');
  await expect(page.getByText('This job isn’t there any more')).toBeVisible();
});

test('leaving the drawer with something typed asks first', async ({ page, shop }) => {
  await shop.book({ customer: 'Priya Venkataramanan' });
  await page.goto(shop.path);
  await cardOf(page, 'Priya Venkataramanan').click();
  const drawer = page.getByRole('dialog', { name: 'Priya Venkataramanan' });
  await drawer.getByLabel('Notes').fill('Two dogs in the yard');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Keep editing' }).click();
  await expect(drawer.getByLabel('Notes')).toHaveValue('Two dogs in the yard');
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
