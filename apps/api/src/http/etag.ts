/**
 * Whether `If-None-Match` names what would be sent, so that 304 is enough. Weakly compared, as RFC 9110 wants it.
 * @example matches('W/"a", "b"', '"b"') // true
 */
export function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch === etag || ifNoneMatch.trim() === '*') return true;
  const wanted = opaque(etag);
  for (const found of ifNoneMatch.matchAll(/(?:W\/)?("[^"]*")/g)) if (found[1] === wanted) return true;
  return false;
}

const opaque = (etag: string) => (etag.startsWith('W/') ? etag.slice(2) : etag);
