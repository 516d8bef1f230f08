import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** Shorter answers go out as they are, in bytes: they are two packets at most, and one is not much sooner there. */
const WORTH_IT = 2_048;
/** A board is a sixth at this level; a ninth less at the next slower one, for half as much time again. */
const LEVEL = 3;

/** In a thread of its own: the others are served meanwhile. */
const compress = promisify(gzip);

/** Compressed answers, kept as long as what they were made of: a board is compressed once a revision, for all its readers. */
const kept = new WeakMap<Buffer, Promise<Buffer>>();

/**
 * Whether an answer is sent compressed to those who take it.
 *
 * @example isWorthIt(Buffer.from('{"ok":true}')) // false
 */
export const isWorthIt = (bytes: Buffer): boolean => bytes.length >= WORTH_IT;

/**
 * Whether `Accept-Encoding` names gzip. Brotli would be a few per cent shorter and slower to make; everybody takes gzip.
 *
 * @example takesGzip('gzip, br;q=0.9') // true
 * takesGzip('gzip;q=0, br') // false
 */
export function takesGzip(accepted: string | string[] | undefined): boolean {
  const found = /(?:^|,)\s*gzip\s*(?:;\s*q=([\d.]+)\s*)?(?:,|$)/i.exec(String(accepted ?? ''));
  return found !== null && Number(found[1] ?? 1) > 0;
}

/** The same bytes, compressed. Asked for again, nothing is done again. */
export function compressed(bytes: Buffer): Promise<Buffer> {
  let packed = kept.get(bytes);
  if (packed === undefined) {
    packed = compress(bytes, { level: LEVEL });
    kept.set(bytes, packed);
  }
  return packed;
}
