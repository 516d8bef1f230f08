import { setTimeout as delay } from 'node:timers/promises';
import { applyChange, type Board, type BoardChange } from '@edgar-auto-shop/contract';
import { type Heard, type Listening, listen } from '../listen.ts';
import { type Api, BOARD } from './open-front.ts';
import type { Views } from './views.ts';

const PATIENCE_MS = 3_000;

/** Somebody who holds a board by its events alone, and has every revision that it passes through compared. */
abstract class Follower {
  readonly name: string;
  readonly date: string;
  protected readonly views: Views;
  protected board: Board | undefined;
  protected lastId = '';

  constructor(name: string, date: string, views: Views) {
    this.name = name;
    this.date = date;
    this.views = views;
  }

  get revision(): string | undefined {
    return this.board?.revision;
  }

  protected take({ id, event, data }: Heard): void {
    if (!id.endsWith(`.${this.date}.${data.revision}`)) {
      this.views.wrong(`${this.name} heard of revision ${data.revision} under the id ${id}`);
    }
    this.lastId = id;
    if (event === 'board') {
      // Nothing here is a reason for a second whole board: no connection to the database breaks, and no more than 200 are missed.
      if (this.board)
        this.views.wrong(`${this.name} held revision ${this.revision} and was sent all of ${data.revision}`);
      this.board = data as Board;
    } else {
      this.#apply(data as BoardChange);
    }
    if (this.board) this.views.add(this.name, this.board);
  }

  #apply(change: BoardChange): void {
    try {
      this.board = applyChange(this.board as Board, change);
    } catch (error) {
      this.views.wrong(`${this.name} held revision ${this.revision}: ${(error as Error).message}`);
    }
  }
}

/** Through the live stream, coming back with the latest event's id. */
export class StreamFollower extends Follower {
  #listening: Listening | undefined;
  #taken = 0;

  async connect(url: string): Promise<void> {
    const { board, lastId } = this;
    this.#taken = 0;
    this.#listening = await listen(url, `?date=${this.date}`, board && { board, lastId });
    if (this.#listening.status !== 200) this.views.wrong(`${this.name} was answered ${this.#listening.status}`);
  }

  /** Takes what came. */
  drain(): void {
    const heard = this.#listening?.heard ?? [];
    while (this.#taken < heard.length) {
      this.take(heard[this.#taken] as Heard);
      this.#taken += 1;
    }
  }

  async leave(): Promise<void> {
    this.#listening?.stop();
    await this.#listening?.until(() => this.#listening?.ended === true);
    this.drain();
  }

  /** Waits until it holds a revision; what never comes is wrong. */
  async reach(revision: string): Promise<void> {
    const limit = performance.now() + PATIENCE_MS;
    for (;;) {
      this.drain();
      if (this.revision === revision || this.views.isWrong) return;
      if (performance.now() > limit) break;
      await delay(5);
    }
    this.views.wrong(`${this.name} still holds revision ${this.revision}, a read answers ${revision}`);
  }
}

/** Through `changes`, now and then. */
export class Poller extends Follower {
  /** @param byNumber whether it says what it has by the revision alone, or by the event's id */
  async poll(api: Api, byNumber: boolean): Promise<void> {
    const since = this.board ? `&since=${byNumber ? this.revision : this.lastId}` : '';
    const { id, revision, events, board } = (await api('GET', `${BOARD}/changes?date=${this.date}${since}`)).data;
    if (board) this.take({ id, event: 'board', data: board });
    const prefix = id.slice(0, -revision.length);
    for (const data of events ?? []) this.take({ id: prefix + data.revision, event: 'change', data });
    if (this.revision !== revision)
      this.views.wrong(`${this.name} holds ${this.revision} after being told ${revision} is current`);
  }
}
