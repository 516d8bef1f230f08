import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** What still fades in has the colors of halfway. */
const nothingFades = () =>
  document.getAnimations().every((it) => it.playState !== 'running' || it.effect?.getTiming().iterations === Infinity);

/** Holds the view against the rules of axe, in light colors and in dark ones; but for its colors it is the same in both. */
export async function expectNoViolations(page: Page, view: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForFunction(nothingFades);
    // Without a blank page of its own for every look, which took as long as the look: that is for frames from elsewhere, and we have none.
    const axe = new AxeBuilder({ page }).setLegacyMode();
    const { violations } = await (colorScheme === 'light' ? axe : axe.withRules('color-contrast')).analyze();
    const told = violations.map(
      ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join('\n  ')}`,
    );
    expect(told, `${view}, in ${colorScheme} colors`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
