import type { Card } from '@edgar-auto-shop/contract';
import { type Failure, failureOf, isTransient, retryAfterOf } from '../errors.ts';
import { randomId } from '../random-id.ts';
import { backoffMs } from '../retry.ts';
import { databaseOf, deliver, type OutboxClient } from './deliver.ts';
import type { OutboxEntry } from './entry.ts';
import type { OutboxList } from './list.ts';
import { planRebase, stillMeant } from './rebase-plan.ts';
import { Rests } from './rests.ts';
import { apply, chainOf, claim, fail, hasWaited, nextToSend, park, rebase, stamp } from './steps.ts';
import type { TakeTurn } from './turns.ts';

const BACKOFF = { baseMs: 500, capMs: 15_000 };
/** How often a defect of the server is asked again before it counts as a refusal. */
const MAX_ODD_TRIES = 4;
const MAX_REBASES = 3;
/** The server may ask for more, in milliseconds; but somebody looks at what waits. */
const MAX_RETRY_AFTER = 30_000;
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
  /** How often each entry met a defect. */
  readonly #odd = new Map<string, number>();
  readonly #rests = new Rests();
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
    // There is nothing left to wait for: what is made next goes out at once.
    if (!nextToSend(this.#list.entries)) this.#wakeUp?.();
    else if (!this.#draining) this.#later = setTimeout(() => this.kick(), OTHERS_FIRST);
  }

  /** The server can be reached (again): a board of this date and revision was read. */
  meet(date: string, revision: string): void {
    this.#latest = { date, revision };
    this.#rests.clear();
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
      while (nextToSend(this.#list.entries)) {
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

  /** Sends until nothing is left, or until something could not be delivered: then how long to wait, in milliseconds. */
  async #sendAll(): Promise<number> {
    for (;;) {
      const first = nextToSend(this.#list.entries, this.#rests.cards(this.#now()));
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
      const entry = nextToSend(this.#list.entries, resting);
      if (entry?.state !== 'sent') return this.#rests.shortest(this.#now());
      const pause = await this.#send(entry);
      if (pause > 0) return pause;
    }
  }

  async #send(entry: OutboxEntry): Promise<number> {
    const hadNetwork = !this.#isOffline();
    try {
      const answer = await deliver(this.#client, entry);
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
      theirs = await this.#client.getAppointment(entry.cardId).catch(() => theirs);
    if (theirs && meant && theirs.date === entry.date && stillMeant(entry, theirs)) {
      await this.#list.act(rebase(id, randomId(), theirs.version));
      return;
    }
    const plan = theirs && planRebase(chainOf(this.#list.entries, id), theirs);
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
