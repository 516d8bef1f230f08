import { text } from '../text/text.ts';
import { formatMoney, MAX_CENTS, moneyFromInput } from './money.ts';

/** What is wrong with an amount as it is typed; nothing where it can be sent. */
export function faultInAmount(typed: string): string | undefined {
  const cents = moneyFromInput(typed);
  if (cents === undefined) return text.newJob.missing.money;
  return cents > MAX_CENTS ? text.newJob.missing.atMost(formatMoney(MAX_CENTS)) : undefined;
}
