import type { Card } from '@edgar-auto-shop/contract';
import { type Failure, failureOf, isTransient } from '../errors.ts';
import { outside } from '../outside.ts';
import { randomId } from '../random-id.ts';
import type { OutboxClient } from './deliver.ts';
import { type Entries, isOpen, type NewEntry, type OutboxEntry, placeOf } from './entry.ts';
import { OutboxList } from './list.ts';
import { planRebase } from './rebase-plan.ts';
import { Sender } from './sender.ts';
import { add, chainOf, drop, find, park, revive, withdraw } from './steps.ts';
import type { OutboxStorage } from './storage.ts';
import type { TakeTurn } from './turns.ts';

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
  readonly #list: OutboxList;
  readonly #listeners = new Set<() => void>();
  readonly #sender: Sender;
  #ready: Promise<void> | undefined;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#now = parts.now ?? Date.now;
    const { client, isOffline } = parts;
    this.#list = new OutboxList(() => this.#changed());
    this.#sender = new Sender({ client, isOffline, list: this.#list, now: this.#now });
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
    // One of its own, for the same function may be given twice.
    const one = () => listener();
    this.#listeners.add(one);
    return () => this.#listeners.delete(one);
  };

  /** Reads what was kept and begins to send it. Answers when it was read. */
  readonly start = (): Promise<void> => {
    this.#ready ??= this.#open();
    return this.#ready;
  };

  async #open(): Promise<void> {
    const { storage, turn } = await this.#parts.open({ heardAt: () => this.#list.heardAt });
    await this.#list.open(storage, find);
    this.#sender.start(turn);
  }

  /** A change made now. It is stored before it is sent. */
  readonly add = ({ card, ...made }: NewEntry): OutboxEntry => {
    const id = randomId();
    const at = new Date(this.#now()).toISOString();
    const waited = this.#parts.isOffline();
    const fresh = { state: 'pending', tries: 0, unsure: false, rebases: 0 } as const;
    const shown = { before: card && placeOf(card), customer: card?.customer_name ?? '' };
    const entry: OutboxEntry = {
      ...made,
      ...shown,
      ...fresh,
      id,
      key: id,
      at,
      waited,
      database: this.#sender.databaseFor(id),
    };
    void this.start();
    void this.#list.act(add(entry)).then(() => this.#sender.kick());
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
    await this.#list.act(revive(id, keys, card.version, at, this.#sender.database));
    this.#sender.kick();
    return undefined;
  };

  /** The server can be reached (again): a board of this date and revision was read. */
  readonly meet = (date: string, revision: string): void => this.#sender.meet(date, revision);

  #changed(): void {
    for (const listener of this.#listeners) outside(listener);
    this.#sender.look();
  }
}
