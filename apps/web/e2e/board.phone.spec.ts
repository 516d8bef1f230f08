import type { Locator, Page } from '@playwright/test';
import { expectNoViolations } from './axe.ts';
import { boxOf, cardOf, customersIn, expect, test } from './test.ts';

type Point = { x: number; y: number };

/** A finger: Playwright can tap, but not hold. */
async function finger(page: Page) {
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: Point[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  return {
    down: (point: Point) => touch('touchStart', [point]),
    up: () => touch('touchEnd', []),
    async glide(from: Point, to: Point, steps = 10) {
      for (let i = 1; i <= steps; i += 1) {
        await touch('touchMove', [
          { x: from.x + ((to.x - from.x) * i) / steps, y: from.y + ((to.y - from.y) * i) / steps },
        ]);
        await page.waitForTimeout(20);
      }
    },
  };
}

const middleOf = async (locator: Locator): Promise<Point> => {
  const { x, y, width, height } = await boxOf(locator);
  return { x: x + width / 3, y: y + height / 2 };
};

test('a long press picks a card up, and it is dragged within its column', async ({ page, shop }) => {
  for (const [i, customer] of ['First', 'Second', 'Third'].entries())
    await shop.book({ customer, start: `0${7 + i}:00` });
  await page.goto(shop.path);
  const hand = await finger(page);
  const from = await middleOf(cardOf(page, 'First'));
  const third = await boxOf(cardOf(page, 'Third'));
  await hand.down(from);
  await page.waitForTimeout(400);
  await expect(page.locator('.card-overlay')).toBeVisible();
  await hand.glide(from, { x: from.x, y: third.y + third.height - 4 });
  await page.waitForTimeout(60);
  await hand.up();
  await expect(customersIn(page, 'Scheduled')).toHaveText(['Second', 'Third', 'First']);
  await expect.poll(() => shop.column('scheduled')).toEqual(['Second', 'Third', 'First']);
});

test('held at the edge, the board scrolls to the next column and takes the card there', async ({ page, shop }) => {
  await shop.book({ customer: 'Ana Torres' });
  await shop.book({ customer: 'Marcus Bell', status: 'in_progress' });
  await page.goto(shop.path);
  const hand = await finger(page);
  const from = await middleOf(cardOf(page, 'Ana Torres'));
  await hand.down(from);
  await page.waitForTimeout(400);
  const edge = { x: 382, y: from.y + 20 };
  await hand.glide(from, edge, 14);
  await expect
    .poll(async () => (await boxOf(page.locator('[data-column="in_progress"]'))).x, { timeout: 8_000, intervals: [40] })
    .toBeLessThan(150);
  const target = { x: 240, y: from.y + 120 };
  await hand.glide(edge, target, 8);
  await page.waitForTimeout(60);
  await hand.up();
  await expect.poll(() => shop.column('in_progress')).toHaveLength(2);
  await expect(page.getByText('Ana Torres moved to In progress')).toBeVisible();
});

test('a short touch scrolls and opens, and never drags', async ({ page, shop }) => {
  for (let i = 0; i < 9; i += 1) await shop.book({ customer: `Customer ${i}`, start: `0${i}:00` });
  await page.goto(shop.path);
  const hand = await finger(page);
  const from = await middleOf(cardOf(page, 'Customer 3'));
  await hand.down(from);
  await hand.glide(from, { x: from.x, y: from.y - 200 }, 6);
  await hand.up();
  await expect(page.locator('.card-overlay')).toHaveCount(0);
  const list = page.locator('[data-column="scheduled"] > ul');
  expect(await list.evaluate((it) => it.scrollTop)).toBeGreaterThan(50);
  // A tap on a list that still rolls only stops it.
  await list.evaluate(async (it) => {
    for (let still = 0, top = it.scrollTop; still < 5; still = it.scrollTop === top ? still + 1 : 0) {
      top = it.scrollTop;
      await new Promise((done) => requestAnimationFrame(done));
    }
  });
  await cardOf(page, 'Customer 4').tap();
  await expect(page.getByRole('dialog', { name: 'Customer 4' })).toBeVisible();
});

test('the tabs go from column to column and count', async ({ page, shop }) => {
  await shop.book({ customer: 'Grace Kim' });
  await shop.book({ customer: 'Tom Whitfield', status: 'completed' });
  await page.goto(shop.path);
  const tabs = page.getByRole('navigation', { name: 'Board' });
  await expect(tabs.getByRole('button', { name: /Scheduled/ })).toHaveAttribute('aria-current', 'true');
  await tabs.getByRole('button', { name: /Completed/ }).tap();
  await expect(cardOf(page, 'Tom Whitfield')).toBeInViewport();
  await expect(tabs.getByRole('button', { name: /Completed/ })).toHaveAttribute('aria-current', 'true');
});

test('the menu moves a card without dragging', async ({ page, shop }) => {
  await shop.book({ customer: 'Mei Chen' });
  await page.goto(shop.path);
  await page.getByRole('button', { name: 'Move the job of Mei Chen' }).tap();
  await page.getByRole('menuitem', { name: 'In progress' }).tap();
  await expect.poll(() => shop.column('in_progress')).toEqual(['Mei Chen']);
  await expect(page.getByText('Mei Chen moved to In progress')).toBeVisible();
});

test.describe('without motion', () => {
  test.use({ reducedMotion: 'reduce' });
  test.setTimeout(90_000);

  test('board, drawer and booking break no rule of axe and nothing sticks out at the side', async ({ page, shop }) => {
    await shop.book({ customer: 'Maximiliana Bartholomea Featherstonehaugh', plate: '7ABC123' });
    await page.goto(shop.path);
    await expect(cardOf(page, 'Maximiliana')).toBeVisible();
    const check = async (what: string) => {
      await expectNoViolations(page, what);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), what).toBeLessThanOrEqual(390);
    };
    await check('board');
    await cardOf(page, 'Maximiliana').tap();
    await expect(page.getByText('Booked')).toBeVisible();
    await check('drawer');
    await page.getByRole('button', { name: 'Close' }).tap();
    await page.getByRole('button', { name: 'New appointment' }).tap();
    await expect(page.getByRole('dialog', { name: 'New appointment' })).toBeVisible();
    await check('new appointment');
  });
});
