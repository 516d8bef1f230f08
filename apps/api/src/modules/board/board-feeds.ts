import { BOARD_STREAM } from '@edgar-auto-shop/contract';
import type { Database } from '../../db/database.ts';
import { unavailable } from '../../errors.ts';
import type { RequestContext, Shop } from '../../request-context.ts';
import type { BoardCache } from './board-cache.ts';
import { daysOf } from './board-days.ts';
import { BoardEvents, readChangeId } from './board-events.ts';
import { BoardFeed, type Listener } from './board-feed.ts';
import { boardRevisions, type RevisionRow } from './sql.ts';

/** In milliseconds. */
const TIMES: Record<'look' | 'blind' | 'ping', number> = {
  /** How often the database is asked, in one statement for all boards that somebody listens to, what others did. */
  look: 50,
  /** Looking, or telling, in vain for so long ends the streams: who listens must not take silence for news. */
  blind: 3_000,
  ping: BOARD_STREAM.ping,
};
/** Streams of one process: each costs a socket and some 30 KiB. */
const MOST = 5_000;

/** All streams of this process, and the one look at the database that serves them. */
export class BoardFeeds {
  readonly events: BoardEvents;
  readonly #database: Database;
  readonly #boards: BoardCache;
  readonly #feeds = new Map<string, BoardFeed>();
  readonly #subscribers = new Set<Listener>();
  /** Streams on their way to their first event. */
  #opening = 0;
  #looking: NodeJS.Timeout | undefined;
  #pinging: NodeJS.Timeout | undefined;
  #seenAt = 0;
  #closed = false;

  readonly #times: typeof TIMES;
  readonly #most: number;
  readonly #onFailure: (error: unknown, date: string) => void;

  /**
   * @param onFailure is told why the listeners of a board were sent away without what there was to tell
   * @param limits times in milliseconds, and how many streams at most; others in tests
   */
  constructor(
    database: Database,
    boards: BoardCache,
    onFailure: (error: unknown, date: string) => void,
    { most = MOST, ...times }: Partial<typeof TIMES> & { most?: number } = {},
  ) {
    this.#database = database;
    this.#boards = boards;
    this.#times = { ...TIMES, ...times };
    this.#most = most;
    this.#onFailure = onFailure;
    this.events = new BoardEvents(database, boards);
  }

  /** Streams that are open now. */
  get size(): number {
    return this.#subscribers.size;
  }

  /**
   * Starts telling a subscriber about a date's board; without a date, today's, also after midnight.
   *
   * @param open is called with what ends the subscription, once the first event is ready
   * @throws ApiError `unavailable`
   */
  async subscribe(
    ctx: RequestContext,
    { date, lastEventId }: { date?: string | undefined; lastEventId?: string | undefined },
    open: (leave: () => void) => Listener,
  ): Promise<void> {
    if (this.#closed) throw stopping();
    if (this.#subscribers.size + this.#opening >= this.#most)
      throw unavailable(5_000, new Error(`there are ${this.#most} streams already`), 'full');
    const [day] = daysOf({ date }, ctx.shop).dates as [string];
    const key = ctx.shop.id + day;
    const feed = this.#feeds.get(key) ?? this.#newFeed(key, ctx.shop, day);
    // Opened at the first bytes: a database out of reach is still answered as an error.
    const opened: { subscriber?: Listener; gone: boolean } = { gone: false };
    const leave = () => {
      opened.gone = true;
      feed.remove(listener);
      if (opened.subscriber) this.#subscribers.delete(opened.subscriber);
      this.#forget(key);
    };
    const listener: Listener = {
      send: (bytes) => {
        if (!opened.subscriber) {
          opened.subscriber = open(leave);
          this.#subscribers.add(opened.subscriber);
        }
        opened.subscriber.send(bytes);
      },
      end: () => opened.subscriber?.end(),
    };
    this.#watch();
    this.#opening += 1;
    try {
      await feed.add(listener, readChangeId(lastEventId), () => opened.gone || this.#closed);
      if (!opened.subscriber) throw stopping();
    } catch (error) {
      leave();
      throw error;
    } finally {
      this.#opening -= 1;
    }
    // While it was on its way its board could not be forgotten.
    if (opened.gone) leave();
    if (this.#closed) opened.subscriber.end();
  }

  /** This process committed a revision of a board. */
  committed(shop: Shop, date: string, revision: number): void {
    this.#feeds.get(shop.id + date)?.committed(revision);
  }

  /** Ends all streams; those who listen come back, to another server or to the next one here. */
  close(): void {
    this.#closed = true;
    this.endAll();
    this.#rest();
  }

  /** Sends all listeners away: they come back, and are told what they missed. */
  endAll(): void {
    for (const subscriber of [...this.#subscribers]) subscriber.end();
  }

  #newFeed(key: string, shop: Shop, date: string): BoardFeed {
    const ctx = { shop, timing: { dbMs: 0 } };
    const feed = new BoardFeed(ctx, date, this.#boards, this.events, () => this.#database.generation);
    this.#feeds.set(key, feed);
    return feed;
  }

  #forget(key: string): void {
    if (this.#feeds.get(key)?.isIdle) this.#feeds.delete(key);
    if (this.#feeds.size === 0) this.#rest();
  }

  #watch(): void {
    if (this.#pinging) return;
    this.#seenAt = performance.now();
    this.#pinging = setInterval(() => {
      for (const feed of this.#feeds.values()) feed.ping();
    }, this.#times.ping);
    this.#lookLater();
  }

  #rest(): void {
    clearTimeout(this.#looking);
    clearInterval(this.#pinging);
    this.#pinging = undefined;
  }

  #lookLater(): void {
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => void this.#look(), this.#times.look);
  }

  async #look(): Promise<void> {
    const feeds = [...this.#feeds.values()];
    let isBlind = false;
    try {
      const rows = await this.#database.tail<RevisionRow>(
        boardRevisions(
          feeds.map(({ shopId }) => shopId),
          feeds.map(({ date }) => date),
        ),
      );
      this.#seenAt = performance.now();
      for (const row of rows) this.#feeds.get(row.shop_id + row.date)?.committed(Number(row.revision));
    } catch {
      isBlind = performance.now() - this.#seenAt > this.#times.blind;
      if (isBlind) this.endAll();
    }
    for (const feed of feeds) {
      feed.look();
      const failure = feed.failureOf(this.#times.blind);
      if (failure === undefined || isBlind) continue;
      this.#onFailure(failure, feed.date);
      feed.end();
    }
    if (this.#pinging) this.#lookLater();
  }
}

const stopping = () => unavailable(1_000, undefined, 'stopping');
