import { type Entries, hasChanged, isParked, type OutboxEntry, type Place } from '@edgar-auto-shop/client/outbox';
import type { Overlay, Written } from './replay.ts';

/** When the confirmed board has it: at a revision, or with any read that begins after the one named. */
type Settled = { revision: bigint } | { read: number };
type Item = Overlay & { settled?: Settled };

/** What a look into the outbox has brought. */
interface News {
  applied: Entries;
  /** Shown until a newer board says where their cards really are, so that these go back once and not twice. */
  fallen: Entries;
}

/** Everything that the screen shows on top of the confirmed board, in the order in which it was done. */
export class OverlayList {
  #items: Item[] = [];
  /** Of one's own latest applied change of each card: the version it made, and where the card had been. */
  readonly #trail = new Map<string, { version: number; before: Place }>();
  /** What a board had already; the outbox keeps it a while longer. */
  #done = new Set<string>();

  get all(): readonly Overlay[] {
    return this.#items;
  }

  /** Shows what is in the outbox for this board now. */
  sync(entries: Entries, shown: { revision: bigint; read: number }): News {
    const news: { applied: OutboxEntry[]; fallen: OutboxEntry[] } = { applied: [], fallen: [] };
    const rest = new Map(entries.map((it) => [it.id, it]));
    this.#items = this.#items.flatMap((item): Item[] => {
      if (!('intent' in item)) return [item];
      const { intent, settled } = item;
      const entry = rest.get(intent.id);
      rest.delete(intent.id);
      // Taken back, or given up. What was applied or has fallen stays until a board has it.
      if (!entry) return settled ? [item] : [];
      if (entry === intent) return [item];
      if (entry.answer) news.applied.push(entry);
      if (isParked(entry) && !isParked(intent)) news.fallen.push(entry);
      return this.#itemOf(entry, shown.read);
    });
    this.#done = new Set([...this.#done].filter((id) => rest.delete(id)));
    for (const entry of rest.values()) {
      if (!isParked(entry)) this.#items.push(...this.#itemOf(entry, shown.read));
      if (entry.answer) news.applied.push(entry);
    }
    // The news of an answer may have been faster than the answer.
    this.settleBy(shown.revision, 0);
    return news;
  }

  #itemOf(intent: OutboxEntry, read: number): Item[] {
    if (intent.answer) {
      this.#remember(intent);
      const { date, revision } = intent.answer;
      // What brought the card to another date tells that board's revision.
      return [{ intent, settled: date === intent.date ? { revision: BigInt(revision) } : { read } }];
    }
    return isParked(intent) ? [{ intent, settled: { read } }] : [{ intent }];
  }

  #remember(entry: OutboxEntry): void {
    const { cardId, answer, before } = entry;
    if (!answer || !before || !hasChanged(entry) || (this.#trail.get(cardId)?.version ?? 0) >= answer.version) return;
    this.#trail.set(cardId, { version: answer.version, before });
  }

  addWritten(written: Written, settled: Settled): void {
    // What is on its way was meant for whatever the card says.
    this.#items.splice(this.#items.findLastIndex((it) => 'written' in it) + 1, 0, { written, settled });
  }

  /** Where the card stood before one's own applied change that made this version, if it was one's own. */
  placeBefore(cardId: string, version: number | undefined): Place | undefined {
    const trail = this.#trail.get(cardId);
    return trail?.version === version ? trail?.before : undefined;
  }

  /** A board of this revision, answered by this read, was taken: what it has need not be shown on top any more. */
  settleBy(revision: bigint, read: number): void {
    this.#items = this.#items.filter((item) => {
      const { settled } = item;
      const stays = !settled || ('revision' in settled ? settled.revision > revision : settled.read >= read);
      if (!stays && 'intent' in item && item.intent.answer) this.#done.add(item.intent.id);
      return stays;
    });
  }

  remove(ids: readonly string[]): void {
    this.#items = this.#items.filter((it) => !('intent' in it) || !ids.includes(it.intent.id));
  }
}
