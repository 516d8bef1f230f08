/**
 * The address of a path with its parameters and query filled in; what is undefined is left out. Blanks are `%20` and never `+`,
 * which AWS would not read as a blank when it checks a signature.
 *
 * @throws Error where the base has a query or a fragment of its own
 */
export function urlOf(
  baseUrl: string,
  path: string,
  params: Record<string, unknown> = {},
  query: Record<string, unknown> = {},
): string {
  if (/[?#]/.test(baseUrl)) throw new Error(`"${baseUrl}" has a query or a fragment; baseUrl ends with a path`);
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString().replaceAll('+', '%20');
  return `${baseUrl.replace(/\/+$/, '')}${filled}${text && `?${text}`}`;
}
