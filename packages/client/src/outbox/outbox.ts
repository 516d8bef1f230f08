import type { Card } from '@edgar-auto-shop/contract';
import { type Failure, failureOf, isTransient, retryAfterOf } from '../errors.ts';
import { randomId } from '../random-id.ts';
import { backoffMs } from '../retry.ts';
import { databaseOf, deliver, type OutboxClient } from './deliver.ts';
import { type Entries, isOpen, type NewEntry, type OutboxEntry, placeOf } from './entry.ts';
import { OutboxList } from './list.ts';
import { planRebase, stillMeant } from './rebase-plan.ts';
import { Rests } from './rests.ts';
import {
  add,
  apply,
  chainOf,
  claim,
  drop,
  fail,
  find,
  hasWaited,
  nextToSend,
  park,
  rebase,
  revive,
  stamp,
  withdraw,
} from './steps.ts';
import type { OutboxStorage } from './storage.ts';
import type { TakeTurn } from './turns.ts';

const BACKOFF = { baseMs: 500, capMs: 15_000 };
/** How often a defect of the server is asked again before it counts as a refusal. */
const MAX_ODD_TRIES = 4;
const MAX_REBASES = 3;
/** The server may ask for more, in milliseconds; but somebody looks at what waits. */
const MAX_RETRY_AFTER = 30_000;
/** How long a change is left to the window where it was made, in milliseconds. */
const OTHERS_FIRST = 300;

export interface OutboxParts {
  client: OutboxClient;
  /** Opens where it is kept, once it is needed. */
  open(outbox: { heardAt(): number }): Promise<{ storage: OutboxStorage; turn: TakeTurn }>;
  now?: () => number;
  /** Whether the device itself says that it has no network. */
  isOffline: () => boolean;
}

/**
 * Changes of cards on their way to the server. They are kept until it has answered, also when the page is closed, and sent one
 * after the other in the order in which they were made, by one window at a time. What cannot be delivered is tried again,
 * for as long as its key lives.
 */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #now: () => number;
  readonly #isOffline: () => boolean;
  readonly #list: OutboxList;
  readonly #listeners = new Set<() => void>();
  /** What was made in this window and has no database yet. */
  readonly #unstamped = new Set<string>();
  #ready: Promise<void> | undefined;
  #turn: TakeTurn = (work) => work();
  #draining = false;
  #wakeUp: (() => void) | undefined;
  #later: ReturnType<typeof setTimeout> | undefined;
  /** How often each entry met a defect. */
  readonly #odd = new Map<string, number>();
  readonly #rests = new Rests();
  #database: string | undefined;
  /** Whether the database is still the one that it was when it was asked for. */
  #isSure = false;
  #latest = { date: '', revision: '0' };

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
    this.#isOffline = parts.isOffline;
    this.#list = new OutboxList(() => this.#changed());
  }

  /** What is in it, in the order in which it was made. A list that changed is another list. */
  get entries(): Entries {
    return this.#list.entries;
  }

  /** Whether what is in it outlives the page. */
  get isKept(): boolean {
    return this.#list.isKept;
  }

  /** Told of every change. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads what was kept and begins to send it. Answers when it was read. */
  readonly start = (): Promise<void> => {
    this.#ready ??= this.#open();
    return this.#ready;
  };

  async #open(): Promise<void> {
    const { storage, turn } = await this.#parts.open({ heardAt: () => this.#list.heardAt });
    this.#turn = turn;
    await this.#list.open(storage, find);
    this.#kick();
  }

  /** A change made now. It is stored before it is sent. */
  readonly add = ({ card, ...made }: NewEntry): OutboxEntry => {
    const id = randomId();
    const at = new Date(this.#now()).toISOString();
    const waited = this.#isOffline();
    const fresh = { state: 'pending', tries: 0, unsure: false, rebases: 0 } as const;
    const shown = { before: card && placeOf(card), customer: card?.customer_name ?? '' };
    const entry: OutboxEntry = { ...made, ...shown, ...fresh, id, key: id, at, waited, database: this.#database };
    if (!this.#database) this.#unstamped.add(id);
    void this.start();
    void this.#list.act(add(entry)).then(() => this.#kick());
    return entry;
  };

  /** Takes back an entry that was never sent. Answers whether it could. */
  readonly withdraw = async (id: string): Promise<boolean> => {
    await this.#list.act(withdraw(id));
    return !this.entries.some((it) => it.id === id);
  };

  /** Gives an entry up, with what was built on it: "take theirs". */
  readonly discard = (id: string): void => void this.#list.act(drop(id));

  /**
   * Makes a change that was overtaken anew, on the card as it now is and under a new key.
   *
   * @param current the card, if it is on the screen; otherwise as the conflict told it, or as the server now tells it
   * @returns why not, where it makes no sense any more
   */
  readonly keepMine = async (id: string, current?: Card): Promise<Failure | undefined> => {
    const chain = chainOf(this.entries, id);
    const [head] = chain;
    if (!head || isOpen(head)) return undefined;
    const known = [current, head.theirs].filter((it) => it !== undefined).sort((a, b) => b.version - a.version)[0];
    let card: Card;
    try {
      card = known ?? (await this.#parts.client.getAppointment(head.cardId));
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (!isTransient(failure)) await this.#list.act(park(id, { state: 'refused', reason: failure, waited: true }));
      return failure;
    }
    const plan = planRebase(chain, card);
    if (plan.kind === 'impossible') {
      await this.#list.act(park(id, { state: 'refused', reason: plan.reason, theirs: card, waited: true }));
      return plan.reason;
    }
    const keys = new Map(plan.ids.map((it) => [it, randomId()]));
    const at = new Date(this.#now()).toISOString();
    await this.#list.act(revive(id, keys, card.version, at, this.#database));
    this.#kick();
    return undefined;
  };

  /** The server can be reached (again): a board of this date and revision was read. */
  readonly meet = (date: string, revision: string): void => {
    this.#latest = { date, revision };
    this.#rests.clear();
    if (!this.#isSure) void this.#identify().catch(() => {});
    this.#wakeUp?.();
  };

  /** Learns which database the server has, for entries are not to be replayed to another one. */
  async #identify(): Promise<void> {
    const { date, revision } = this.#latest;
    this.#database = await databaseOf(this.#parts.client, date, revision);
    this.#isSure = true;
    const ids = new Set(this.#unstamped);
    this.#unstamped.clear();
    if (this.#database && ids.size > 0) await this.#list.act(stamp(ids, this.#database));
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
    // Made in another window, which may have been closed since.
    clearTimeout(this.#later);
    // There is nothing left to wait for: what is made next goes out at once.
    if (!nextToSend(this.entries)) this.#wakeUp?.();
    else if (!this.#draining) this.#later = setTimeout(() => this.#kick(), OTHERS_FIRST);
  }

  #kick(): void {
    if (!this.#draining) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#draining = true;
    try {
      await this.start();
      while (nextToSend(this.entries)) {
        let pause = 0;
        const work = async () => {
          pause = await this.#sendAll();
        };
        await this.#turn(work).catch(work);
        if (pause > 0) await this.#pause(pause);
      }
    } finally {
      this.#draining = false;
    }
  }

  /** Sends until nothing is left, or until something could not be delivered: then how long to wait, in milliseconds. */
  async #sendAll(): Promise<number> {
    for (;;) {
      const first = nextToSend(this.entries, this.#rests.cards(this.#now()));
      if (!this.#isSure && first?.database) {
        this.#latest = this.#latest.date ? this.#latest : { date: first.date, revision: '0' };
        try {
          await this.#identify();
        } catch (thrown) {
          const failure = failureOf(thrown);
          if (failure.kind !== 'not_found') return await this.#postpone(first, failure, false);
          // A server that tells no changes tells no database either.
          this.#isSure = true;
        }
      }
      const resting = this.#rests.cards(this.#now());
      await this.#list.act(claim(this.#now(), this.#database, resting));
      const entry = nextToSend(this.entries, resting);
      if (entry?.state !== 'sent') return this.#rests.shortest(this.#now());
      const pause = await this.#send(entry);
      if (pause > 0) return pause;
    }
  }

  async #send(entry: OutboxEntry): Promise<number> {
    const hadNetwork = !this.#isOffline();
    try {
      const answer = await deliver(this.#parts.client, entry);
      this.#odd.delete(entry.id);
      await this.#list.act(apply(entry.id, answer, this.#now()));
      return 0;
    } catch (thrown) {
      const failure = failureOf(thrown);
      const { kind } = failure;
      // A page of whatever stands in between is no verdict of the server, however often it comes.
      const isForeign = kind === 'protocol' && failure.status > 0;
      const isDefect = kind === 'internal_error' || (kind === 'protocol' && !isForeign);
      const odd = (this.#odd.get(entry.id) ?? 0) + 1;
      if (isDefect) this.#odd.set(entry.id, odd);
      const isOdd = isForeign || (isDefect && odd < MAX_ODD_TRIES);
      if (isTransient(failure) || isOdd || ['unauthenticated', 'credentials'].includes(kind)) {
        const arrived = kind !== 'rate_limited' && (hadNetwork || !this.#isOffline());
        const pause = await this.#postpone(entry, failure, arrived);
        if (!isOdd) return pause;
        // It may be this card's trouble alone.
        this.#rests.add(entry.cardId, this.#now() + pause);
        return 0;
      }
      this.#odd.delete(entry.id);
      await this.#settle(entry, failure);
      return 0;
    }
  }

  async #postpone(entry: OutboxEntry, failure: Failure, arrived: boolean): Promise<number> {
    // What comes back may be another server with another database.
    this.#isSure = false;
    await this.#list.act(fail(entry.id, { arrived, offline: this.#isOffline() }));
    return Math.max(1, backoffMs(entry.tries + 1, BACKOFF, Math.min(retryAfterOf(failure), MAX_RETRY_AFTER)));
  }

  /** What becomes of an entry that the server has refused. */
  async #settle(entry: OutboxEntry, failure: Failure): Promise<void> {
    const { id } = entry;
    let theirs = currentOf(failure);
    const waited = hasWaited(entry, this.#now());
    const meant = !waited && entry.rebases < MAX_REBASES;
    // A conflict does not say which day the card is on now, and a move there is one that nobody meant.
    if (theirs && (waited || (meant && stillMeant(entry, theirs))))
      theirs = await this.#parts.client.getAppointment(entry.cardId).catch(() => theirs);
    if (theirs && meant && theirs.date === entry.date && stillMeant(entry, theirs)) {
      await this.#list.act(rebase(id, randomId(), theirs.version));
      return;
    }
    const plan = theirs && planRebase(chainOf(this.entries, id), theirs);
    const hopeless = failure.kind !== 'version_conflict' || plan?.kind === 'impossible';
    const reason = waited && plan?.kind === 'impossible' ? plan.reason : failure;
    const state = waited && !hopeless ? 'conflicted' : 'refused';
    await this.#list.act(park(id, { state, reason, theirs, waited }));
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** The card as a conflict says that it now is. */
function currentOf(failure: Failure): OutboxEntry['theirs'] {
  if (failure.kind !== 'version_conflict') return undefined;
  const current = failure.details?.current;
  return current && 'status' in current && 'position' in current ? (current as Card) : undefined;
}
