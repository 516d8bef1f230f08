import type { Entries } from './entry.ts';
import type { Step } from './steps.ts';
import { EMPTY_OUTBOX, type OutboxStorage, type StoredOutbox } from './storage.ts';

/**
 * The outbox as this window sees it: what is stored, and over it the steps that are still to be stored. What the storage
 * does not take stays a step, and is tried again with the next one.
 */
export class OutboxList {
  readonly #onChange: () => void;
  #storage: OutboxStorage | undefined;
  #stored: StoredOutbox = EMPTY_OUTBOX;
  #steps: Step[] = [];
  #entries: Entries = [];
  #failing = false;
  #wasKept = true;
  #writing: Promise<void> | undefined;
  #isStoring = false;
  /** What others made of it while this window was storing something itself. */
  #heard: StoredOutbox | undefined;
  #heardAt = 0;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get entries(): Entries {
    return this.#entries;
  }

  /** Whether everything in it outlives the page. */
  get isKept(): boolean {
    return !this.#failing && this.#storage?.survives !== false;
  }

  /** When it was last heard of a change, in milliseconds since 1970. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** Reads what is stored. The first step is played on that alone, before everything that was done meanwhile. */
  open(storage: OutboxStorage, first: Step): Promise<void> {
    this.#storage = storage;
    this.#steps.unshift(first);
    storage.watch((stored) => this.#hear(stored));
    return this.#write();
  }

  /** Plays a step at once, and stores it; answers when it is stored, or could not be. */
  act(step: Step): Promise<void> {
    this.#steps.push(step);
    this.#show();
    return this.#write();
  }

  #write(): Promise<void> {
    const storage = this.#storage;
    if (!storage) return Promise.resolve();
    const before = this.#writing ?? Promise.resolve();
    const mine = before.then(() => this.#store(storage));
    this.#writing = mine;
    return mine;
  }

  async #store(storage: OutboxStorage): Promise<void> {
    const steps = [...this.#steps];
    // An earlier turn has stored what this one was for.
    if (steps.length === 0) return;
    this.#isStoring = true;
    try {
      const stored = await storage.change((it) => {
        const { revision, entries: known } = this.#stored;
        // Somebody has emptied the storage under this window: what is not done yet goes back into it, before what came after it.
        const lost =
          revision > it.revision ? known.filter((a) => !a.answer && !it.entries.some((b) => a.id === b.id)) : [];
        const found = lost.length > 0 ? [...lost, ...it.entries] : it.entries;
        const entries = steps.reduce((list, step) => step(list), found);
        return entries === it.entries && revision <= it.revision
          ? it
          : { ...it, entries, revision: Math.max(revision, it.revision) };
      });
      this.#steps = this.#steps.slice(steps.length);
      this.#failing = false;
      this.#take(stored);
    } catch {
      this.#failing = true;
      this.#show();
    }
    this.#isStoring = false;
    if (this.#heard) this.#take(this.#heard);
    this.#heard = undefined;
  }

  #hear(stored: StoredOutbox): void {
    this.#heardAt = Date.now();
    // What is being stored would be played over it twice, if it is in it already.
    if (!this.#isStoring) this.#take(stored);
    else if (stored.revision > (this.#heard?.revision ?? 0)) this.#heard = stored;
  }

  #take(stored: StoredOutbox): void {
    // An older one came late, or another storage has taken its place: a look into it tells.
    if (stored.revision < this.#stored.revision) return void this.act((it) => it);
    this.#stored = stored;
    this.#show();
  }

  #show(): void {
    const known = new Map(this.#entries.map((it) => [it.id, it]));
    const entries = this.#steps
      .reduce((list, step) => step(list), this.#stored.entries)
      .map((it) => {
        // What is read from a storage is a copy. An entry that is what it was stays the same object.
        const before = known.get(it.id);
        return before && JSON.stringify(before) === JSON.stringify(it) ? before : it;
      });
    const isSame = entries.length === this.#entries.length && entries.every((it, i) => it === this.#entries[i]);
    if (isSame && this.isKept === this.#wasKept) return;
    this.#wasKept = this.isKept;
    if (!isSame) this.#entries = entries;
    this.#onChange();
  }
}
