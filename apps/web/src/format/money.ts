import { CURRENCY, LOCALE } from './locale.ts';

/** The most that the API takes for one amount: ten million dollars. */
export const MAX_CENTS = 1_000_000_000;

const exact = new Intl.NumberFormat(LOCALE, { style: 'currency', currency: CURRENCY });
const whole = new Intl.NumberFormat(LOCALE, { style: 'currency', currency: CURRENCY, maximumFractionDigits: 0 });

/** `$79` for full units and `$79.50` otherwise: on a crowded board ".00" only takes room. */
export function formatMoney(cents: number): string {
  return (cents % 100 === 0 ? whole : exact).format(cents / 100);
}

/** As somebody would type it: `79.50`. */
export function moneyToInput(cents: number): string {
  return (cents / 100).toFixed(2);
}

/** What somebody typed, in minor units; undefined where it is no amount. */
export function moneyFromInput(typed: string): number | undefined {
  const plain = typed.replace(/[$,\s]/g, '');
  if (plain === '') return 0;
  return /^\d+(\.\d{0,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : undefined;
}
