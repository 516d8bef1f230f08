import { randomUUID } from 'node:crypto';
import { ApiError } from '../errors.ts';
import { isEmptyShop } from '../modules/demo/is-empty-shop.ts';
import { loadDemoDay } from '../modules/demo/load-demo-day.ts';
import type { OpenDatabase } from '../modules/deps.ts';
import type { RequestContext } from '../request-context.ts';
import type { DemoWish } from './arguments.ts';

/**
 * Fills today where that was asked for and nothing is in the way.
 * @returns a sentence for the greeting: what was done, or what could be; null where there is nothing to say
 */
export async function demoDay({ database, shop }: OpenDatabase, wanted: DemoWish): Promise<string | null> {
  if (wanted === 'no') {
    const isEmpty = await isEmptyShop(database, shop);
    return isEmpty
      ? 'The board is empty. To look around in a believable day, press “Load a demo day” on it, or start with:  npm start -- --demo'
      : null;
  }
  const ctx: RequestContext = {
    shop,
    actor: { id: 'anonymous', name: 'anonymous' },
    correlationId: randomUUID(),
    idempotency: null,
    timing: { dbMs: 0 },
  };
  try {
    await loadDemoDay(database, ctx, { force: wanted === 'force' });
    return 'Today is filled with a demo day.';
  } catch (error) {
    // A second start with the flag is no reason not to open.
    if (error instanceof ApiError && error.code === 'already_exists')
      return 'This shop has data already: no demo day was loaded. To add one to it:  npm start -- --demo=force';
    throw error;
  }
}
