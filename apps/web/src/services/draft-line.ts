import type { Service, ServiceLine } from '@edgar-auto-shop/contract';

/** A line of work while somebody is putting it together. */
export interface DraftLine extends ServiceLine {
  /** Estimated minutes of one; unknown for lines that were booked before. */
  minutes: number | undefined;
}

export const lineOf = (service: Service): DraftLine => ({
  code: service.code,
  name: service.name,
  qty: 1,
  price_cents: service.base_price_cents,
  minutes: service.est_minutes,
});

export function addLine(lines: readonly DraftLine[], line: DraftLine): DraftLine[] {
  const known = lines.some((it) => it.code === line.code);
  return known ? lines.map((it) => (it.code === line.code ? { ...it, qty: it.qty + 1 } : it)) : [...lines, line];
}

/** One more or one less; the last one takes the line away. */
export function changeQuantity(lines: readonly DraftLine[], code: string, by: number): DraftLine[] {
  return lines.map((it) => (it.code === code ? { ...it, qty: it.qty + by } : it)).filter((it) => it.qty > 0);
}

/** As the API wants it: a repeated code means quantity. */
export const codesOf = (lines: readonly ServiceLine[]): string[] =>
  lines.flatMap(({ code, qty }) => Array.from({ length: qty }, () => code));

export const totalOf = (lines: readonly ServiceLine[]): number =>
  lines.reduce((sum, { qty, price_cents }) => sum + qty * price_cents, 0);

export const minutesOf = (lines: readonly DraftLine[]): number =>
  lines.reduce((sum, { qty, minutes }) => sum + qty * (minutes ?? 0), 0);
