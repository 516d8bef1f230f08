/**
 * The address of a path with its parameters and query filled in; what is undefined is left out. Blanks are `%20` and never `+`,
 * which AWS would not read as a blank when it checks a signature.
 */
export function urlOf(
  baseUrl: string,
  path: string,
  params: Record<string, unknown> = {},
  query: Record<string, unknown> = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString().replaceAll('+', '%20');
  return `${baseUrl.replace(/\/+$/, '')}${filled}${text && `?${text}`}`;
}
