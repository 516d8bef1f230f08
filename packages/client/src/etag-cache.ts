/** Remembers the latest answer of a few URLs, so that an unchanged board costs a 304 and stays the same object. */
export class EtagCache {
  readonly #entries = new Map<string, { etag: string; data: unknown }>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(url: string): { etag: string; data: unknown } | undefined {
    const entry = this.#entries.get(url);
    if (entry) this.#use(url, entry);
    return entry;
  }

  set(url: string, etag: string, data: unknown): void {
    this.#use(url, { etag, data });
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > this.#limit && !oldest.done) this.#entries.delete(oldest.value);
  }

  /** Taken out and put back, so that the map's order is that of use and the first one is the oldest. */
  #use(url: string, entry: { etag: string; data: unknown }): void {
    this.#entries.delete(url);
    this.#entries.set(url, entry);
  }
}
