import { boxOf, cardOf, column, customersIn, dragTo, expect, gateOf, test, withoutStream } from './test.ts';

test('a card dragged in one window moves in the other, and is there after a reload', async ({
  page,
  context,
  shop,
}) => {
  await shop.book({ customer: 'Ana Torres' });
  await shop.book({ customer: 'Marcus Bell', status: 'in_progress' });
  const other = await context.newPage();
  await other.goto(shop.path);
  await page.goto(shop.path);

  await dragTo(page, cardOf(page, 'Ana Torres'), cardOf(page, 'Marcus Bell'), 'top');

  await expect(customersIn(page, 'In progress')).toHaveText(['Ana Torres', 'Marcus Bell']);
  await expect(page.getByText('Ana Torres moved to In progress')).toBeVisible();
  await expect(customersIn(other, 'In progress')).toHaveText(['Ana Torres', 'Marcus Bell']);
  expect(await shop.column('in_progress')).toEqual(['Ana Torres', 'Marcus Bell']);
  await page.reload();
  await expect(customersIn(page, 'In progress')).toHaveText(['Ana Torres', 'Marcus Bell']);
});

test('a card dragged within its column takes its place there', async ({ page, shop }) => {
  for (const [i, customer] of ['First', 'Second', 'Third'].entries())
    await shop.book({ customer, start: `0${7 + i}:00` });
  await page.goto(shop.path);
  await dragTo(page, cardOf(page, 'First'), cardOf(page, 'Third'), 'bottom');
  await expect(customersIn(page, 'Scheduled')).toHaveText(['Second', 'Third', 'First']);
  await expect.poll(() => shop.column('scheduled')).toEqual(['Second', 'Third', 'First']);
});

test('a column scrolls under a card that is held at its edge, down and up again', async ({ page, shop }) => {
  await page.setViewportSize({ width: 1280, height: 620 });
  for (let i = 0; i < 10; i += 1) await shop.book({ customer: `Customer ${i}`, start: `0${i}:00` });
  await page.goto(shop.path);
  const list = column(page, 'Scheduled').locator('.column-cards');
  const box = await boxOf(list);
  const scrollTop = () => list.evaluate((it) => it.scrollTop);
  await cardOf(page, 'Customer 0').hover();
  await page.mouse.down();
  // Held still there: it is the card in the hand that scrolls, not the mouse that moves.
  await page.mouse.move(box.x + 60, box.y + box.height - 8, { steps: 10 });
  await expect
    .poll(() => list.evaluate((it) => it.scrollHeight - it.clientHeight - it.scrollTop), { timeout: 10_000 })
    .toBeLessThan(2);
  expect(await scrollTop()).toBeGreaterThan(200);
  await page.mouse.move(box.x + 60, box.y + 8, { steps: 10 });
  await expect.poll(scrollTop, { timeout: 10_000 }).toBe(0);
  await page.mouse.move(box.x + 60, box.y + box.height - 8, { steps: 10 });
  await expect
    .poll(() => list.evaluate((it) => it.scrollHeight - it.clientHeight - it.scrollTop), { timeout: 10_000 })
    .toBeLessThan(2);
  await page.mouse.up();
  await expect(customersIn(page, 'Scheduled').last()).toHaveText('Customer 0');
  await expect.poll(async () => (await shop.column('scheduled')).at(-1)).toBe('Customer 0');
});

test('columns that the workflow forbids are dimmed and take no card', async ({ page, shop }) => {
  await shop.book({ customer: 'Grace Kim' });
  await shop.book({ customer: 'Tom Whitfield', status: 'ready' });
  await page.goto(shop.path);
  const card = cardOf(page, 'Grace Kim');
  const ready = column(page, 'Ready');
  const box = await ready.boundingBox();
  await card.hover();
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + 50, (box?.y ?? 0) + 80, { steps: 8 });
  await expect(ready).toHaveClass(/column-closed/);
  await expect(column(page, 'No-show')).not.toHaveClass(/column-closed/);
  await page.mouse.up();
  await expect(page.locator('.toast')).toHaveText(/From “Scheduled” a job can’t go to “Ready”/);
  await expect(page.getByRole('status').filter({ hasText: 'Grace Kim stays where it was' })).toHaveCount(1);
  await expect(customersIn(page, 'Scheduled')).toHaveText(['Grace Kim']);
  expect(await shop.column('scheduled')).toEqual(['Grace Kim']);
});

test('Escape during a drag leaves the card where it was', async ({ page, shop }) => {
  await shop.book({ customer: 'Luis Hernández' });
  await page.goto(shop.path);
  const box = await column(page, 'In progress').boundingBox();
  await cardOf(page, 'Luis Hernández').hover();
  await page.mouse.down();
  await page.mouse.move((box?.x ?? 0) + 50, (box?.y ?? 0) + 80, { steps: 8 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(customersIn(page, 'Scheduled')).toHaveText(['Luis Hernández']);
  await expect(page.locator('[role="dialog"]')).toHaveCount(0);
});

test('when somebody else was faster, the card goes where it really is, and the page says so', async ({
  page,
  shop,
}) => {
  const card = await shop.book({ customer: 'Aisha Rahman' });
  await withoutStream(page);
  const gate = await gateOf(page);
  await page.goto(shop.path);
  await expect(cardOf(page, 'Aisha Rahman')).toBeVisible();
  // This window hears nothing of it before it moves the card itself.
  await gate.shut();
  await shop.move(card, 'no_show');
  await dragTo(page, cardOf(page, 'Aisha Rahman'), column(page, 'In progress'));
  gate.open();
  await expect(page.getByText('Somebody else changed Aisha Rahman meanwhile. The job is “No-show” now.')).toBeVisible();
  await expect(customersIn(page, 'No-show')).toHaveText(['Aisha Rahman']);
  await expect(customersIn(page, 'In progress')).toHaveCount(0);
});

test('a card cancelled elsewhere meanwhile goes away, and the page says so', async ({ page, shop }) => {
  const card = await shop.book({ customer: 'Nadia Petrova' });
  await shop.book({ customer: 'Somebody Else' });
  await withoutStream(page);
  const gate = await gateOf(page);
  await page.goto(shop.path);
  await expect(cardOf(page, 'Nadia Petrova')).toBeVisible();
  await gate.shut();
  await shop.client.cancelAppointment(card.id, card.version);
  await dragTo(page, cardOf(page, 'Nadia Petrova'), column(page, 'In progress'));
  gate.open();
  await expect(page.getByText('Nadia Petrova isn’t on this board any more')).toBeVisible();
  await expect(cardOf(page, 'Nadia Petrova')).toHaveCount(0);
});

test('own moves can be undone from the message, also a completion', async ({ page, shop }) => {
  await shop.book({ customer: 'Henry Gutierrez', status: 'ready' });
  await page.goto(shop.path);
  await dragTo(page, cardOf(page, 'Henry Gutierrez'), column(page, 'Completed'));
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(customersIn(page, 'Ready')).toHaveText(['Henry Gutierrez']);
  await expect(page.getByText('Undone: Henry Gutierrez is back')).toBeVisible();
  await expect.poll(() => shop.column('ready')).toEqual(['Henry Gutierrez']);
});

test('several moves of one card in a row all arrive, in order', async ({ page, shop }) => {
  await shop.book({ customer: 'Mei Chen' });
  await page.goto(shop.path);
  // A slow network, so that the second and the third are made before the first is answered.
  await page.route('**/move', async (route) => {
    await new Promise((done) => setTimeout(done, 400));
    await route.continue();
  });
  for (const to of ['In progress', 'Ready', 'Completed']) {
    await dragTo(page, cardOf(page, 'Mei Chen'), column(page, to));
    await expect(customersIn(page, to)).toHaveText(['Mei Chen']);
  }
  await expect.poll(() => shop.column('completed')).toEqual(['Mei Chen']);
  await expect(customersIn(page, 'Completed')).toHaveText(['Mei Chen']);
});

test('the days: next, previous and today, in the address and by the back button', async ({ page, shop }) => {
  await shop.book({ customer: 'Olivia Sandoval' });
  await page.goto(shop.path);
  await expect(cardOf(page, 'Olivia Sandoval')).toBeVisible();
  await page.getByRole('button', { name: 'Previous day' }).click();
  await page.getByRole('button', { name: 'Next day' }).click();
  await expect(page).toHaveURL(new RegExp(`date=${shop.date}`));
  await expect(cardOf(page, 'Olivia Sandoval')).toBeVisible();
  await page.getByRole('button', { name: 'Today' }).click();
  await expect(page).not.toHaveURL(/date=/);
  await expect(page.getByRole('button', { name: 'Today' })).toBeDisabled();
  await page.goBack();
  await expect(cardOf(page, 'Olivia Sandoval')).toBeVisible();
});

test('a technician’s jobs alone; a place among them is a place among all', async ({ page, shop }) => {
  const sam = await shop.technician('Sam Lee', '#2563eb');
  await shop.book({ customer: 'A of Sam', start: '07:00', techId: sam.id });
  await shop.book({ customer: 'B of nobody', start: '08:00' });
  await shop.book({ customer: 'C of Sam', start: '09:00', techId: sam.id });
  await shop.book({ customer: 'D of nobody', start: '10:00' });
  await page.goto(shop.path);
  await page.getByRole('group', { name: 'Show the jobs of' }).getByRole('button', { name: 'Sam Lee' }).click();
  await expect(customersIn(page, 'Scheduled')).toHaveText(['A of Sam', 'C of Sam']);
  await dragTo(page, cardOf(page, 'A of Sam'), cardOf(page, 'C of Sam'), 'bottom');
  await expect(customersIn(page, 'Scheduled')).toHaveText(['C of Sam', 'A of Sam']);
  await expect.poll(() => shop.column('scheduled')).toEqual(['B of nobody', 'C of Sam', 'A of Sam', 'D of nobody']);
});

test('the header counts what the board shows, before the server has answered', async ({ page, shop }) => {
  await shop.book({ customer: 'Patrick O’Neill', status: 'ready' });
  await shop.book({ customer: 'Carlos Mendoza' });
  await page.goto(shop.path);
  const stats = page.locator('.stats');
  await expect(stats).toContainText(/Jobs\s*2/);
  await expect(stats).toContainText(/On site\s*1/);
  await expect(stats).toContainText(/Unpaid\s*\$158/);
  await page.route('**/move', () => {});
  await dragTo(page, cardOf(page, 'Patrick O’Neill'), column(page, 'Completed'));
  await expect(stats).toContainText(/On site\s*0/);
  await expect(stats).toContainText(/Revenue\s*\$79/);
});

test('a move in one window shows in the other as it happens, without either reading the board', async ({
  page,
  context,
  shop,
}) => {
  await shop.book({ customer: 'Live Moreno' });
  const other = await context.newPage();
  const reads: string[] = [];
  for (const window of [page, other]) {
    await window.goto(shop.path);
    await expect(cardOf(window, 'Live Moreno')).toBeVisible();
    await expect(window.getByRole('banner').getByText('Live')).toBeVisible();
  }
  // A window that gets the focus reads once, and what was on its way when the stream began may still come.
  await page.bringToFront();
  await page.waitForTimeout(500);
  for (const window of [page, other]) window.on('request', (it) => /board\?/.test(it.url()) && reads.push(it.url()));
  await dragTo(page, cardOf(page, 'Live Moreno'), column(page, 'In progress'));
  await expect(customersIn(other, 'In progress')).toHaveText(['Live Moreno'], { timeout: 1_000 });
  await page.waitForTimeout(3_000);
  await expect(customersIn(page, 'In progress')).toHaveText(['Live Moreno']);
  expect(reads).toEqual([]);
});
