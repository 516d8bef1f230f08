import type { Card } from '@edgar-auto-shop/contract';
import { type Failure, failureOf, isTransient, retryAfterOf } from '../errors.ts';
import { randomId } from '../random-id.ts';
import { patienceMs } from '../retry.ts';
import { databaseOf, deliver, type OutboxClient } from './deliver.ts';
import { isOpen, type OutboxEntry } from './entry.ts';
import type { OutboxList } from './list.ts';
import { planRebase, stillMeant } from './rebase-plan.ts';
import { apply, chainOf, claim, fail, hasWaited, nextToSend, park, rebase, restLeft, stamp } from './steps.ts';
import type { TakeTurn } from './turns.ts';

const BACKOFF = { baseMs: 500, capMs: 15_000 };
/** How often a change may meet a defect of the server before that counts as a refusal. */
const MAX_ODD_TRIES = 4;
/** After how many tries without an answer, while reads come through, a change may be in trouble alone. */
const STUCK_AFTER = 5;
/** How long a change is left to the window where it was made, in milliseconds. */
const OTHERS_FIRST = 300;

interface SenderParts {
  client: OutboxClient;
  list: OutboxList;
  now(): number;
  /** Whether the device itself says that it has no network. */
  isOffline(): boolean;
}

/** Brings what is in an outbox to the server, one after the other, in one window at a time. */
export class Sender {
  readonly #client: OutboxClient;
  readonly #list: OutboxList;
  readonly #now: () => number;
  readonly #isOffline: () => boolean;
  /** What was made in this window and has no database yet. */
  readonly #unstamped = new Set<string>();
  #turn: TakeTurn | undefined;
  #draining = false;
  #wakeUp: (() => void) | undefined;
  #later: ReturnType<typeof setTimeout> | undefined;
  /** Whether only cards that rest are being waited for, so that a change of another card need not wait. */
  #isResting = false;
  #database: string | undefined;
  /** Whether the database is still the one that it was when it was asked for. */
  #isSure = false;
  #latest = { date: '', revision: '0' };

  constructor({ client, list, now, isOffline }: SenderParts) {
    this.#client = client;
    this.#list = list;
    this.#now = now;
    this.#isOffline = isOffline;
  }

  /** The database that the server has, as far as is known. */
  get database(): string | undefined {
    return this.#database;
  }

  /** The database that an entry made now is for; where that is not known yet, the entry is told once it is. */
  databaseFor(id: string): string | undefined {
    if (!this.#database) this.#unstamped.add(id);
    return this.#database;
  }

  /** What is stored was read: from now on it is sent. */
  start(turn: TakeTurn): void {
    this.#turn = turn;
    this.kick();
  }

  /** Sends what there is, now. */
  kick(): void {
    if (this.#turn && !this.#draining) void this.#drain(this.#turn);
  }

  /** The list has changed, perhaps in another window, which may have been closed since. */
  look(): void {
    clearTimeout(this.#later);
    const { entries } = this.#list;
    if (!this.#draining) this.#later = setTimeout(() => this.kick(), OTHERS_FIRST);
    // There is nothing left to wait for: what is made next goes out at once.
    else if (!entries.some(isOpen) || (this.#isResting && nextToSend(entries, this.#now()))) this.#wakeUp?.();
  }

  /** The server can be reached (again): a board of this date and revision was read. */
  meet(date: string, revision: string): void {
    this.#latest = { date, revision };
    if (!this.#isSure) void this.#identify().catch(() => {});
    this.#wakeUp?.();
  }

  /** Learns which database the server has, for entries are not to be replayed to another one. */
  async #identify(): Promise<void> {
    const { date, revision } = this.#latest;
    this.#database = await databaseOf(this.#client, date, revision);
    this.#isSure = true;
    const ids = new Set(this.#unstamped);
    this.#unstamped.clear();
    if (this.#database && ids.size > 0) await this.#list.act(stamp(ids, this.#database));
  }

  async #drain(turn: TakeTurn): Promise<void> {
    this.#draining = true;
    try {
      while (this.#list.entries.some(isOpen)) {
        let pause = 0;
        const work = async () => {
          pause = await this.#sendAll();
        };
        await turn(work).catch(work);
        if (pause > 0) await this.#pause(pause);
      }
    } finally {
      this.#draining = false;
    }
  }

  /** Sends until nothing can be sent now; answers how long to wait, in milliseconds. */
  async #sendAll(): Promise<number> {
    for (;;) {
      this.#isResting = false;
      const first = nextToSend(this.#list.entries, this.#now());
      if (!this.#isSure && first?.database) {
        this.#latest = this.#latest.date ? this.#latest : { date: first.date, revision: '0' };
        try {
          await this.#identify();
        } catch (thrown) {
          const failure = failureOf(thrown);
          // Not even a read comes through: that is nobody's trouble alone.
          if (failure.kind !== 'not_found')
            return await this.#postpone(first, failure, { arrived: false, isOdd: false });
          // A server that tells no changes tells no database either.
          this.#isSure = true;
        }
      }
      const now = this.#now();
      await this.#list.act(claim(now, this.#database));
      const entry = nextToSend(this.#list.entries, now);
      if (entry?.state !== 'sent') {
        this.#isResting = true;
        return restLeft(this.#list.entries, this.#now());
      }
      const pause = await this.#send(entry);
      if (pause > 0) return pause;
    }
  }

  /** Sends one; answers how long everything has to wait after it, in milliseconds. */
  async #send(entry: OutboxEntry): Promise<number> {
    const hadNetwork = !this.#isOffline();
    try {
      const answer = await deliver(this.#client, entry);
      await this.#list.act(apply(entry.id, answer, this.#now()));
      return 0;
    } catch (thrown) {
      const failure = failureOf(thrown);
      const { kind } = failure;
      // Sooner, others would pass it after every outage, and what they did to the order of cards would be seen to jump.
      const isStuck = isUnheard(failure) && this.#isSure && entry.tries >= STUCK_AFTER;
      const isOdd = isStuck || isPage(failure) || (isDefect(failure) && (entry.odd ?? 0) + 1 < MAX_ODD_TRIES);
      if (!isTransient(failure) && !isOdd && !needsSignIn(kind)) return this.#settle(entry, failure);
      // Of these it is known that nothing was done.
      const isVain = kind === 'rate_limited' || needsSignIn(kind);
      const arrived = !isVain && (hadNetwork || !this.#isOffline());
      return this.#postpone(entry, failure, { arrived, isOdd });
    }
  }

  /**
   * Puts an entry off; answers how long everything has to wait, in milliseconds: not at all where it may be its trouble alone, for then
   * other cards' changes pass it by.
   */
  async #postpone(entry: OutboxEntry, failure: Failure, how: { arrived: boolean; isOdd: boolean }): Promise<number> {
    // What comes back may be another server with another database.
    this.#isSure = false;
    const pause = Math.max(1, patienceMs(entry.tries + 1, BACKOFF, failure));
    const offline = this.#isOffline();
    const rests = how.isOdd || retryAfterOf(failure) > 0;
    const why = { reason: offline ? undefined : failure, notBefore: rests ? this.#now() + pause : undefined };
    await this.#list.act(fail(entry.id, { ...how, ...why, offline }));
    return how.isOdd ? 0 : pause;
  }

  /** What becomes of an entry that the server has refused; answers as `#send`. */
  async #settle(entry: OutboxEntry, failure: Failure): Promise<number> {
    const { id } = entry;
    let theirs = currentOf(failure);
    const waited = hasWaited(entry, this.#now());
    const mayBeMeant = theirs && !waited && stillMeant(entry, theirs);
    if (waited || mayBeMeant) {
      // A conflict does not say which day the card is on now, and a move there is one that nobody meant.
      const read = theirs && (await this.#client.getAppointment(entry.cardId).catch(failureOf));
      if (read && !('kind' in read)) theirs = read;
      else if (read && mayBeMeant && (isTransient(read) || isPage(read)))
        return this.#postpone(entry, read, { arrived: false, isOdd: isPage(read) });
    }
    if (mayBeMeant && theirs?.date === entry.date && stillMeant(entry, theirs)) {
      await this.#list.act(rebase(id, randomId(), theirs.version));
      return 0;
    }
    const plan = theirs && planRebase(chainOf(this.#list.entries, id), theirs);
    const hopeless = failure.kind !== 'version_conflict' || plan?.kind === 'impossible';
    const reason = waited && plan?.kind === 'impossible' ? plan.reason : failure;
    const state = waited && !hopeless ? 'conflicted' : 'refused';
    await this.#list.act(park(id, { state, reason, theirs, waited }));
    return 0;
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

/** Until somebody signs in (again), nothing of theirs is done. */
const needsSignIn = (kind: Failure['kind']): boolean => kind === 'unauthenticated' || kind === 'credentials';

/** A page of whatever stands in between is no verdict of the server, however often it comes. */
const isPage = (failure: Failure): boolean =>
  failure.kind === 'protocol' && failure.status > 0 && !isTransient(failure);

/** No answer of the server itself came, and one may come later. */
const isUnheard = (failure: Failure): boolean =>
  isTransient(failure) && failure.kind !== 'rate_limited' && failure.kind !== 'unavailable';

/** What should not be, there or here. */
const isDefect = (failure: Failure): boolean =>
  failure.kind === 'internal_error' || (failure.kind === 'protocol' && failure.status === 0);

/** The card as a conflict says that it now is. */
function currentOf(failure: Failure): OutboxEntry['theirs'] {
  if (failure.kind !== 'version_conflict') return undefined;
  const current = failure.details?.current;
  return current && 'status' in current && 'position' in current ? (current as Card) : undefined;
}
