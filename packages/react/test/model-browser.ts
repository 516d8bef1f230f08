import type { StatusBoardClient } from '@edgar-auto-shop/client';
import { MemoryStorage, Outbox, type OutboxStorage, type StoredOutbox } from '@edgar-auto-shop/client/outbox';
import { BoardStore } from '../src/board-store.ts';
import type { ModelNetwork, Stream } from './model-network.ts';

const never = <T>() => new Promise<T>(() => {});

/** A browser: what its tabs share. Tabs can be closed at any moment, and then nothing of theirs goes on. */
export class ModelBrowser {
  readonly #net: ModelNetwork<Stream>;
  /** What a broken storage does to what is written into it. */
  readonly #damage: (stored: StoredOutbox) => StoredOutbox;
  #disk = new MemoryStorage();
  readonly #listeners = new Set<(stored: StoredOutbox) => void>();
  /** Whether nothing more can be stored. */
  isFull = false;
  readonly tabs: ModelTab[] = [];
  readonly #queue: { tab: ModelTab; go: () => void }[] = [];
  #holder: ModelTab | undefined;

  constructor(net: ModelNetwork<Stream>, damage: (stored: StoredOutbox) => StoredOutbox = (stored) => stored) {
    this.#net = net;
    this.#damage = damage;
    this.clear();
  }

  /** Somebody clears the site's data, while its tabs are open. */
  clear(): void {
    this.#disk = new MemoryStorage();
    this.#disk.watch((stored) => {
      for (const listener of this.#listeners) listener(stored);
    });
  }

  open(): ModelTab {
    const tab = new ModelTab();
    this.tabs.push(tab);
    const client = tab.mortal(this.#net.client());
    const outbox = new Outbox({
      client,
      open: () => Promise.resolve({ storage: this.#storageOf(tab), turn: (work) => this.#takeTurn(tab, work) }),
      isOffline: () => false,
    });
    tab.begin(new BoardStore({ client, outbox }));
    return tab;
  }

  close(tab: ModelTab): void {
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    tab.end();
    if (this.#holder === tab) this.#holder = undefined;
    this.#next();
  }

  #storageOf(tab: ModelTab): OutboxStorage {
    return {
      survives: true,
      change: async (work) => {
        await Promise.resolve();
        if (this.isFull) throw new DOMException('Full', 'QuotaExceededError');
        return tab.isOpen ? this.#disk.change((stored) => this.#damage(work(stored))) : never();
      },
      watch: (listener) => {
        const hear = (stored: StoredOutbox) => tab.isOpen && queueMicrotask(() => tab.isOpen && listener(stored));
        this.#listeners.add(hear);
        return () => this.#listeners.delete(hear);
      },
    };
  }

  #takeTurn(tab: ModelTab, work: () => Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        void work().then(() => {
          if (this.#holder === tab) this.#holder = undefined;
          resolve();
          this.#next();
        });
      };
      this.#queue.push({ tab, go });
      this.#next();
    });
  }

  #next(): void {
    if (this.#holder) return;
    let next = this.#queue.shift();
    while (next && !next.tab.isOpen) next = this.#queue.shift();
    this.#holder = next?.tab;
    next?.go();
  }
}

export class ModelTab {
  isOpen = true;
  #store: BoardStore | undefined;
  #leave = () => {};

  get store(): BoardStore {
    if (!this.#store) throw new Error('The tab has not begun');
    return this.#store;
  }

  begin(store: BoardStore): void {
    this.#store = store;
    this.#leave = store.subscribe(() => {});
  }

  end(): void {
    this.isOpen = false;
    this.#leave();
  }

  /** A client whose answers nobody hears any more once the tab is closed, and which sends nothing from then on. */
  mortal(client: StatusBoardClient): StatusBoardClient {
    const wrapped = Object.entries(client).map(([name, call]) => [
      name,
      (...args: unknown[]) => {
        const make = call as (...args: unknown[]) => unknown;
        if (!this.isOpen) return name === 'subscribeBoard' ? { close: () => {} } : never();
        const answer = make(...args);
        if (!(answer instanceof Promise)) return answer;
        return new Promise((resolve, reject) => {
          answer.then(
            (it) => this.isOpen && resolve(it),
            (it) => this.isOpen && reject(it),
          );
        });
      },
    ]);
    return Object.fromEntries(wrapped) as StatusBoardClient;
  }
}
