import type { Moved } from '@edgar-auto-shop/contract';
import { type Entries, isOpen, isParked, type OutboxEntry } from './entry.ts';

/**
 * Everything that can happen to an outbox, as functions from list to list. They are played over what is on the screen at
 * once, and over what is stored as soon as it can be: so they must come to the same also when the list has changed in between.
 */
export type Step = (entries: Entries) => Entries;

/** Keys live 30 days at least, says the contract. What is older must not be sent blindly. */
export const KEY_LIFE_MS = 30 * 86_400_000;
/** What could not be sent for so long was made for a screen that nobody looks at any more. */
const LONG_MS = 10_000;
/** How long what was applied stays, so that every window reads the answer. */
const APPLIED_MS = 60_000;

/** The entry and the later ones for its card, which were made from what it does, but those that are applied; none, where it is. */
export function chainOf(entries: Entries, id: string): Entries {
  const head = entries.findIndex((it) => it.id === id && it.state !== 'applied');
  const cardId = entries[head]?.cardId;
  return entries.slice(Math.max(head, 0)).filter((it) => it.cardId === cardId && it.state !== 'applied');
}

const change =
  (ids: ReadonlyMap<string, Partial<OutboxEntry>>): Step =>
  (entries) =>
    entries.map((it) => {
      const news = ids.get(it.id);
      return news ? { ...it, ...news } : it;
    });

/** No change waits longer before its next try. What says otherwise was written by another clock, or before this one was put back. */
const LONGEST_REST_MS = 60_000;

const restOf = ({ notBefore = 0 }: OutboxEntry, now: number): number =>
  notBefore - now > 0 && notBefore - now <= LONGEST_REST_MS ? notBefore - now : 0;

/** The first open entry of each card: nothing of a card passes what was made before it. */
function headsOf(entries: Entries): readonly OutboxEntry[] {
  const heads = new Map<string, OutboxEntry>();
  for (const it of entries) if (isOpen(it) && !heads.has(it.cardId)) heads.set(it.cardId, it);
  return [...heads.values()];
}

/** The oldest that may be tried now. One that is stuck comes after all that are less so, or a few would keep all others waiting. */
export const nextToSend = (entries: Entries, now: number): OutboxEntry | undefined =>
  headsOf(entries)
    .filter((it) => restOf(it, now) === 0)
    .sort((a, b) => (a.odd ?? 0) - (b.odd ?? 0))[0];

/** How long until the next one may be tried, in milliseconds; 0 where there is none, or one already. */
export function restLeft(entries: Entries, now: number): number {
  const rests = headsOf(entries).map((it) => restOf(it, now));
  return rests.length > 0 ? Math.min(...rests) : 0;
}

/** A change made now. Whoever moves a card again has decided what becomes of its older changes that were refused. */
export const add =
  (entry: OutboxEntry): Step =>
  (entries) =>
    entries.some((it) => it.id === entry.id)
      ? entries
      : [...entries.filter((it) => it.cardId !== entry.cardId || !isParked(it)), entry];

/** Stops sending an entry, and what was built on it. */
export const park =
  (
    id: string,
    parked: Pick<OutboxEntry, 'reason' | 'theirs'> & { state: 'conflicted' | 'refused'; waited: boolean },
  ): Step =>
  (entries) =>
    change(new Map(chainOf(entries, id).map((it) => [it.id, { ...parked, follows: it.id === id ? undefined : id }])))(
      entries,
    );

/** Whether it waited, for whatever reason, so long that whoever made it has looked elsewhere since. */
export const hasWaited = ({ waited, at }: OutboxEntry, now: number): boolean =>
  waited || now - Date.parse(at) > LONG_MS;

/** Takes the next one to be sent; what must not be sent blindly is parked on the way. */
export const claim =
  (now: number, database: string | undefined): Step =>
  (entries) => {
    const next = nextToSend(entries, now);
    if (!next) return entries;
    const { id, at } = next;
    const isStranger = database !== undefined && next.database !== undefined && next.database !== database;
    const kind = isStranger ? 'other_database' : 'expired';
    return isStranger || now - Date.parse(at) > KEY_LIFE_MS
      ? claim(now, database)(park(id, { state: 'conflicted', waited: true, reason: { kind } })(entries))
      : change(new Map([[id, { state: 'sent', waited: hasWaited(next, now) }]]))(entries);
  };

/** What is known once an entry was applied: its answer, and what that means for the card's later ones that were never sent. */
export const apply =
  (id: string, answer: Moved, now: number): Step =>
  (entries) => {
    const known = entries.find((it) => it.id === id);
    if (!known) return entries;
    let isNext = true;
    return entries.flatMap((it) => {
      if (it.id === id) return { ...it, state: 'applied', answer, appliedAt: now, reason: undefined };
      const { appliedAt = now, expectedVersion, change } = it;
      if (now - appliedAt > APPLIED_MS) return [];
      if (it.cardId !== known.cardId || !isOpen(it)) return it;
      const isOfThis = change.kind === 'undo' && change.undoes === id;
      // A reorder that turned out to change nothing made no version, and an undo of it goes with it: sent, it would take back a
      // change before it, which may be somebody else's. So does another window's undo of what has just been undone.
      const isIdle =
        known.change.kind === 'undo'
          ? change.kind === 'undo' && expectedVersion <= known.expectedVersion
          : isOfThis && answer.version === known.expectedVersion;
      if (isIdle && isUnsent(it)) return [];
      // An undo is for what it was made for, and begins nowhere else.
      const begins = isNext && change.kind !== 'undo';
      if (begins || isOfThis) isNext = false;
      return (begins || isOfThis) && isUnsent(it) ? { ...it, expectedVersion: answer.version } : it;
    });
  };

/** A try that failed for a reason that may pass. */
interface FailedTry extends Pick<OutboxEntry, 'reason' | 'notBefore'> {
  /** Whether it may have reached the server. */
  arrived: boolean;
  /** Whether the device has no network, so that everything will wait. */
  offline: boolean;
  /** Whether it may be this card's trouble alone. */
  isOdd: boolean;
}

export const fail =
  (id: string, { arrived, offline, isOdd, reason, notBefore }: FailedTry): Step =>
  (entries) =>
    entries.map((it) => {
      if (!isOpen(it)) return it;
      const waited = it.waited || offline;
      if (it.id !== id) return waited === it.waited ? it : { ...it, waited };
      const odd = isOdd ? (it.odd ?? 0) + 1 : it.odd;
      const unsure = it.unsure || arrived;
      return { ...it, state: 'pending', tries: it.tries + 1, unsure, waited, odd, reason, notBefore };
    });

/** What is found when a page is opened was made on another page, which is gone or in another window. */
export const find: Step = (entries) =>
  entries.some((it) => isOpen(it) && !it.waited)
    ? entries.map((it) => (isOpen(it) ? { ...it, waited: true } : it))
    : entries;

/** Makes a change anew on the card as it now is, and moves what was built on it along. */
export const rebase =
  (id: string, key: string, version: number): Step =>
  (entries) => {
    const chain = chainOf(entries, id);
    const moved = chain.filter(({ change }) => change.kind !== 'undo' || chain.some((it) => it.id === change.undoes));
    const news = moved.map((it, i): [string, Partial<OutboxEntry>] => [
      it.id,
      i > 0
        ? { expectedVersion: version + i }
        : { key, expectedVersion: version, state: 'pending', unsure: false, rebases: it.rebases + 1 },
    ]);
    return change(new Map(news))(entries);
  };

/** Sends what was parked after all, under new keys, from the version that its card now has. */
export const revive =
  (id: string, keys: ReadonlyMap<string, string>, version: number, at: string, database: string | undefined): Step =>
  (entries) => {
    const chain = chainOf(entries, id);
    let expectedVersion = version - 1;
    return entries.flatMap((it) => {
      if (!chain.includes(it)) return it;
      const key = keys.get(it.id);
      if (!key) return [];
      expectedVersion += 1;
      return {
        ...it,
        key,
        expectedVersion,
        state: 'pending',
        at,
        database,
        tries: 0,
        odd: undefined,
        notBefore: undefined,
        unsure: false,
        waited: true,
        reason: undefined,
        theirs: undefined,
        follows: undefined,
      };
    });
  };

/** Gives an entry up, and what was built on it. */
export const drop =
  (id: string): Step =>
  (entries) => {
    const chain = chainOf(entries, id);
    return chain.length > 0 ? entries.filter((it) => !chain.includes(it)) : entries;
  };

/** Whether an entry that was applied has changed anything: a reorder to where the card was makes no version. */
export const hasChanged = ({ answer, expectedVersion }: OutboxEntry): boolean =>
  answer !== undefined && answer.version !== expectedVersion;

/** Whether an entry can be taken back as if it had never been made. */
export const isUnsent = ({ state, unsure }: OutboxEntry): boolean => state === 'pending' && !unsure;

/** Takes an entry back, unless it went out in the meantime. */
export const withdraw =
  (id: string): Step =>
  (entries) => {
    const entry = entries.find((it) => it.id === id);
    return entry && isUnsent(entry) ? drop(id)(entries) : entries;
  };

/** What was made before it was known on which database. */
export const stamp =
  (ids: ReadonlySet<string>, database: string): Step =>
  (entries) =>
    entries.some((it) => ids.has(it.id) && it.database === undefined)
      ? entries.map((it) => (ids.has(it.id) ? { ...it, database: it.database ?? database } : it))
      : entries;
