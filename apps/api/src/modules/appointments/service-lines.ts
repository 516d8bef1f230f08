import type { Tx } from '../../db/database.ts';
import type { StoredLine } from '../../db/stored-card.ts';
import { invalid } from '../../errors.ts';
import { bookServices } from '../services/book-services.ts';

/**
 * The lines of work for the codes that were asked for, repeated ones as quantity. Lines that stay keep the name and the
 * price they had, even when the service was retired since.
 *
 * @param codes without regard to case
 * @param kept the lines that the appointment has
 * @throws ApiError `validation_error` naming each code of which there is no active service
 */
export async function serviceLines(tx: Tx, shopId: string, codes: string[], kept: StoredLine[]): Promise<StoredLine[]> {
  const lines = new Map<string, StoredLine>();
  for (const code of codes) {
    const line = kept.find((one) => one.code.toLowerCase() === code.toLowerCase());
    if (line) lines.set(code, line);
  }
  const missing = [...new Set(codes)].filter((code) => !lines.has(code));
  const booked = missing.length > 0 ? await bookServices(tx, shopId, missing) : [];
  for (const { id, code, name, base_price_cents, asked } of booked) {
    // Which codes mean a service is the database's to say: it and JavaScript do not agree on the case of every letter.
    for (const one of asked) lines.set(one, { service_id: id, code, name, qty: 1, price_cents: base_price_cents });
  }
  const unknown: Record<string, string[]> = {};
  for (const [i, code] of codes.entries()) {
    if (!lines.has(code)) unknown[`service_codes.${i}`] = [`There is no active service with the code "${code}".`];
  }
  if (Object.keys(unknown).length > 0) throw invalid(unknown);
  return withQuantities(codes.map((code) => lines.get(code) as StoredLine));
}

/** Lines in the order in which they were first asked for, each as often as it was asked for. */
function withQuantities(asked: StoredLine[]): StoredLine[] {
  const counted = new Map<string, StoredLine>();
  for (const line of asked) {
    const { code } = line;
    counted.set(code, { ...line, qty: (counted.get(code)?.qty ?? 0) + 1 });
  }
  return [...counted.values()];
}

export const totalOf = (lines: StoredLine[]): number =>
  lines.reduce((sum, { qty, price_cents }) => sum + qty * price_cents, 0);
