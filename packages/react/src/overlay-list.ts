import type { Card, Moved } from '@edgar-auto-shop/contract';
import type { Intent, PendingIntent, Place } from './intents.ts';
import type { Overlay, Written } from './replay.ts';

/** When the confirmed board has it: at a revision, or with any read that begins after the one named. */
type Settled = { revision: bigint } | { read: number };
type Entry = Overlay & { settled?: Settled };

const isOpen = ({ phase }: Intent): boolean => phase === 'queued' || phase === 'sending';

function placeOf({ status, position, check_in_at, check_out_at }: Card): Place {
  return { status, position, check_in_at, check_out_at };
}

/** Everything that the screen shows on top of the confirmed board, in the order in which it was done. */
export class OverlayList {
  #entries: Entry[] = [];
  /** Of one's own latest acknowledged change of each card: the version it made, and where the card had been. */
  readonly #trail = new Map<string, { version: number; before: Place }>();

  get all(): readonly Overlay[] {
    return this.#entries;
  }

  #intents(): Intent[] {
    return this.#entries.flatMap((it) => ('intent' in it ? [it.intent] : []));
  }

  addIntent(
    born: Pick<Intent, 'cardId' | 'change' | 'expectedVersion' | 'at' | 'settle'> & { before?: Card | undefined },
  ) {
    const before = born.before && placeOf(born.before);
    this.#entries.push({ intent: { ...born, before, key: crypto.randomUUID(), phase: 'queued', tries: 0 } });
  }

  addWritten(written: Written, settled: Settled): void {
    this.#entries.push({ written, settled });
  }

  nextToSend(): Intent | undefined {
    return this.#intents().find((intent) => intent.phase === 'queued');
  }

  acknowledge(key: string, answer: Moved): void {
    const entry = this.#entries.find((it) => 'intent' in it && it.intent.key === key);
    if (!entry || !('intent' in entry)) return;
    const { intent } = entry;
    intent.phase = 'acknowledged';
    intent.answer = answer;
    entry.settled = { revision: BigInt(answer.revision) };
    if (intent.before) this.#trail.set(intent.cardId, { version: answer.version, before: intent.before });
    // The next change of the same card was made from the version expected of this one. A reorder that turned out to
    // change nothing made no version, and what was never sent may still be put right.
    const next = this.#intents().find((it) => it.cardId === intent.cardId && it.phase === 'queued');
    if (next && next.tries === 0) next.expectedVersion = answer.version;
    intent.settle({ kind: 'applied', cardId: intent.cardId, answer, before: intent.before });
  }

  /** Refuses an intent, and with it all later ones for the same card: they were made from what now never was. */
  refuse(key: string, read: number): Intent[] {
    const index = this.#entries.findIndex((it) => 'intent' in it && it.intent.key === key);
    const fallen: Intent[] = [];
    for (const entry of this.#entries.slice(Math.max(index, 0))) {
      if (!('intent' in entry) || !isOpen(entry.intent)) continue;
      if (fallen.length > 0 && entry.intent.cardId !== fallen[0]?.cardId) continue;
      entry.intent.phase = 'refused';
      entry.settled = { read };
      fallen.push(entry.intent);
    }
    return fallen;
  }

  /** Takes back the latest intent for a card, if it was never sent. */
  withdrawLatest(cardId: string): boolean {
    const latest = this.#intents().findLast((intent) => intent.cardId === cardId && isOpen(intent));
    if (latest?.phase !== 'queued' || latest.tries > 0) return false;
    this.remove([latest.key]);
    latest.settle({ kind: 'withdrawn', cardId });
    return true;
  }

  /** Where the card stood before one's own change that made this version, if it was one's own. */
  placeBefore(cardId: string, version: number | undefined): Place | undefined {
    const open = this.#intents().findLast((intent) => intent.cardId === cardId && isOpen(intent));
    if (open) return open.before;
    const trail = this.#trail.get(cardId);
    return trail?.version === version ? trail?.before : undefined;
  }

  /** A board of this revision, answered by this read, was taken: what it has need not be shown on top any more. */
  settleBy(revision: bigint, read: number): void {
    this.#entries = this.#entries.filter(({ settled }) => {
      if (!settled) return true;
      return 'revision' in settled ? settled.revision > revision : settled.read >= read;
    });
  }

  remove(keys: readonly string[]): void {
    this.#entries = this.#entries.filter((it) => !('intent' in it) || !keys.includes(it.intent.key));
  }

  pending(): PendingIntent[] {
    return this.#intents()
      .filter(isOpen)
      .map(({ key, cardId, change, tries }) => ({ key, cardId, kind: change.kind, retrying: tries > 0 }));
  }
}
