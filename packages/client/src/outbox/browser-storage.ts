import { createStore, update } from 'idb-keyval';
import { MemoryStorage, type OutboxStorage, type StoredOutbox, understood } from './storage.ts';

/** Browsers have been seen that never answer: then the outbox does without. Milliseconds. */
const ANSWERS_WITHIN = 3_000;
const NAME = 'edgar-outbox';

/** Keeps the outbox of one API in IndexedDB, and tells the other windows of it. */
class BrowserStorage implements OutboxStorage {
  readonly survives = true;
  readonly #name: string;
  readonly #store = createStore(NAME, 'outboxes');
  readonly #channel: BroadcastChannel | undefined;

  constructor(name: string) {
    this.#name = name;
    this.#channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(`${NAME} ${name}`);
  }

  async change(work: (stored: StoredOutbox) => StoredOutbox): Promise<StoredOutbox> {
    let before: StoredOutbox | undefined;
    let after: StoredOutbox | undefined;
    const never = new Promise<never>((_, reject) => setTimeout(reject, ANSWERS_WITHIN));
    // What lands later all the same does no harm: a step that is played twice comes to the same.
    const done = update(
      this.#name,
      (read: unknown) => {
        before = understood(read);
        const next = work(before);
        after = next === before ? before : { ...next, revision: next.revision + 1 };
        return after;
      },
      this.#store,
    );
    await Promise.race([done, never]);
    if (!after) throw new Error('The transaction did not run');
    if (after !== before) this.#channel?.postMessage(after);
    return after;
  }

  watch(listener: (stored: StoredOutbox) => void): () => void {
    const hear = ({ data }: MessageEvent<StoredOutbox>) => listener(data);
    this.#channel?.addEventListener('message', hear);
    return () => this.#channel?.removeEventListener('message', hear);
  }
}

/** The browser's storage where it works, and otherwise the page's memory. */
export async function openStorage(name: string): Promise<OutboxStorage> {
  if (typeof indexedDB === 'undefined') return new MemoryStorage();
  try {
    const storage = new BrowserStorage(name);
    await storage.change((stored) => stored);
    return storage;
  } catch {
    return new MemoryStorage();
  }
}
