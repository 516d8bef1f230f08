import { STATUSES, type Status } from '@edgar-auto-shop/contract';
import type { Entries, OutboxEntry } from './entry.ts';

/** Grows when what is stored changes its shape. */
const SCHEMA = 1;

/** An outbox as it is stored. */
export interface StoredOutbox {
  readonly schema: number;
  /** Grows by 1 with every change, so that news which overtook each other are put in order. */
  readonly revision: number;
  readonly entries: Entries;
  /** Where browsers have no locks: whose turn it is to send, and until when. */
  readonly turn?: { readonly owner: string; readonly until: number } | undefined;
}

export const EMPTY_OUTBOX: StoredOutbox = { schema: SCHEMA, revision: 0, entries: [] };

/** Where an outbox is kept. Everybody with the same storage sees the same outbox. */
export interface OutboxStorage {
  /** Whether what it holds outlives the page. */
  readonly survives: boolean;
  /**
   * Changes what is stored, one caller after the other. The function answers what it was given where nothing is to change; what else
   * it answers is stored with the next revision. Rejects where it could not be stored.
   */
  change(work: (stored: StoredOutbox) => StoredOutbox): Promise<StoredOutbox>;
  /** Tells of changes that others made. */
  watch(listener: (stored: StoredOutbox) => void): () => void;
}

/** What was read, if this program understands it. An outbox of a newer program is left alone. */
export function understood(read: unknown): StoredOutbox {
  const stored = read as StoredOutbox | undefined;
  if (!stored) return EMPTY_OUTBOX;
  if (stored.schema > SCHEMA) throw new Error('A newer version wrote the outbox');
  // One that somebody or something has spoilt must not take the others with it.
  const entries = [stored.entries].flat().filter(isEntry);
  return { ...EMPTY_OUTBOX, ...stored, entries };
}

const KINDS = ['move', 'reorder', 'undo'];
const STATES = ['pending', 'sent', 'conflicted', 'refused', 'applied'];

function isEntry(it: Partial<OutboxEntry> | null | undefined): boolean {
  const isNamed = (['id', 'key', 'cardId', 'date', 'at'] as const).every((name) => typeof it?.[name] === 'string');
  const { change, state, answer } = it ?? {};
  const restore = change?.kind === 'undo' ? change.restore : undefined;
  const isPlace = restore === undefined || STATUSES.includes(restore?.status);
  const isAnswered = STATUSES.includes(answer?.status as Status) && /^\d+$/.test(answer?.revision ?? '');
  const isWhole = state === 'applied' ? isAnswered : !answer;
  return isNamed && isPlace && isWhole && STATES.includes(state ?? '') && KINDS.includes(change?.kind ?? '');
}

/** For where nothing can be kept: Node, private windows, workers. It lives as long as the page. */
export class MemoryStorage implements OutboxStorage {
  readonly survives = false;
  #stored = EMPTY_OUTBOX;
  readonly #listeners = new Set<(stored: StoredOutbox) => void>();

  change(work: (stored: StoredOutbox) => StoredOutbox): Promise<StoredOutbox> {
    const next = work(this.#stored);
    if (next !== this.#stored) {
      this.#stored = { ...next, revision: next.revision + 1 };
      for (const listener of this.#listeners) listener(this.#stored);
    }
    return Promise.resolve(this.#stored);
  }

  watch(listener: (stored: StoredOutbox) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
