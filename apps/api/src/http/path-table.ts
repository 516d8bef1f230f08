import type { FastifyInstance } from 'fastify';

interface Entry {
  /** `:` stands for any one segment, `*` at the end for any rest. */
  segments: readonly string[];
  methods: Set<string>;
}

/** Every path that the server knows with its methods, for 405, `Allow` and preflights: Fastify's router only says "not found". */
export class PathTable {
  readonly #entries = new Map<string, Entry>();

  /** Notes every route that is registered from now on, those of plugins included. */
  watch(app: FastifyInstance): void {
    app.addHook('onRoute', ({ url, method }) => {
      const entry = this.#entries.get(url) ?? { segments: segmentsOf(url), methods: new Set<string>() };
      for (const one of [method].flat()) entry.methods.add(one);
      this.#entries.set(url, entry);
    });
  }

  /**
   * Whether the path is known by name, but not with this method. The router would take `PATCH /things/board` for `/things/:id`
   * where only `GET /things/board` is there.
   */
  refuses(method: string, path: string): boolean {
    const entry = this.#entries.get(decoded(path));
    return entry !== undefined && !entry.methods.has(method);
  }

  /** The methods of that path as `Allow` lists them; none where there is no such path. One known by name is nothing else. */
  methodsOf(path: string): string[] {
    const named = this.#entries.get(decoded(path));
    if (named !== undefined) return [...named.methods, 'OPTIONS'];
    const segments = path.split('/').slice(1);
    const found = new Set<string>();
    for (const entry of this.#entries.values()) {
      if (!fits(entry.segments, segments)) continue;
      for (const method of entry.methods) found.add(method);
    }
    return found.size === 0 ? [] : [...found, 'OPTIONS'];
  }
}

const segmentsOf = (url: string) =>
  url
    .split('/')
    .slice(1)
    .map((it) => (it.startsWith(':') ? ':' : it));

function decoded(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

function fits(pattern: readonly string[], path: readonly string[]): boolean {
  const open = pattern.at(-1) === '*';
  if (open ? path.length < pattern.length : path.length !== pattern.length) return false;
  return pattern.every((it, i) => it === '*' || (it === ':' ? path[i] !== '' : it === path[i]));
}
