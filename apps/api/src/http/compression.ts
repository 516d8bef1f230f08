import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** Shorter answers go out as they are, in bytes: they are two packets at most, and one is not much sooner there. */
const WORTH_IT = 2_048;
/** A board is a quarter to a fifth at this level, in some 2 ms; a tenth less at level 6, for half as much time again. */
const LEVEL = 3;

/**
 * Answers under way to being compressed, each in a thread of Node's four; the log needs one too. A server that is asked for more
 * at once has no time left for this, and sends what it has.
 */
const AT_ONCE = 2;

const compress = (bytes: Buffer): Promise<Buffer> => promisify(gzip)(bytes, { level: LEVEL });

/** Compressed answers, kept as long as what they were made of: a board is compressed once a revision, for all its readers. */
const kept = new WeakMap<Buffer, Promise<Buffer | undefined>>();
let underWay = 0;

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

/**
 * The same bytes, compressed, unless there is too much to do; asked for again, nothing is done again. Where it fails, for want of memory,
 * they are to be sent as they are, and it is tried again for the next who asks.
 */
export function compressed(bytes: Buffer): Promise<Buffer | undefined> | undefined {
  const known = kept.get(bytes);
  if (known !== undefined || underWay >= AT_ONCE) return known;
  underWay += 1;
  const packed = compress(bytes)
    .catch(() => {
      kept.delete(bytes);
      return undefined;
    })
    .finally(() => {
      underWay -= 1;
    });
  kept.set(bytes, packed);
  return packed;
}
