import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { applyChange, type Board, type BoardChange } from '@edgar-auto-shop/contract';
import type { Connection, StreamSeen } from '@edgar-auto-shop/testing';
import type { Random } from '../random.ts';
import { seeCard } from './booking-of.ts';
import { digestOf } from './digest.ts';
import type { Round } from './round.ts';

/** Between the end of a connection and the next attempt. */
const PAUSE_MS = 50;
/** Without a word for so long it gives a connection up, as whoever relies on pings every 20 s would, only sooner. */
const SILENCE_MS = 3_000;

/**
 * Somebody who listens to a board for the whole round and folds what comes into the board that it holds. Whenever the
 * connection ends it goes on at any of the servers with the latest event that it has.
 */
export class Listener {
  readonly seen: StreamSeen;
  readonly #ports: readonly number[];
  readonly #random: Random;
  readonly #round: Round;
  #board: Board | undefined;
  #lastId: string | undefined;
  #request: ClientRequest | undefined;
  #isStopped = false;

  constructor(client: string, date: string, ports: readonly number[], random: Random, round: Round) {
    this.seen = { client, date, connections: [], told: [] };
    this.#ports = ports;
    this.#random = random;
    this.#round = round;
    round.streams.push(this.seen);
  }

  /** The revision of the board that it holds. */
  get revision(): number {
    return Number(this.#board?.revision ?? -1);
  }

  async run(): Promise<void> {
    while (!this.#isStopped) {
      await this.#listenOnce();
      if (!this.#isStopped) await delay(PAUSE_MS);
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#request?.destroy();
  }

  /** Resolves when the connection is over, however it ended. */
  #listenOnce(): Promise<void> {
    return new Promise((resolve) => {
      const headers = this.#lastId === undefined ? {} : { 'last-event-id': this.#lastId };
      const connection: Connection = {
        server: this.#random.below(this.#ports.length),
        at: this.#round.now(),
        resumes: this.#lastId !== undefined,
      };
      const sent = request({
        host: '127.0.0.1',
        port: this.#ports[connection.server],
        path: `/api/admin/appointments/board/stream?date=${this.seen.date}`,
        headers,
        agent: false,
        timeout: SILENCE_MS,
      });
      this.#request = sent;
      sent.on('timeout', () => sent.destroy());
      sent.on('error', () => resolve());
      sent.on('close', () => resolve());
      sent.on('response', (response) => this.#take(response, connection));
      sent.end();
    });
  }

  #take(response: IncomingMessage, connection: Connection): void {
    response.on('error', () => {});
    if (response.statusCode !== 200) {
      if (response.statusCode !== 503) {
        this.#round.surprises.push(`${this.seen.client}: the stream answered ${response.statusCode}`);
      }
      response.resume();
      return;
    }
    this.seen.connections.push(connection);
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop() as string;
      for (const block of blocks) this.#hear(block);
    });
  }

  #hear(block: string): void {
    const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]));
    const kind = fields.get('event');
    if (kind !== 'board' && kind !== 'change') return;
    const data = JSON.parse(fields.get('data') as string) as Board | BoardChange;
    const at = this.#round.now();
    const revision = Number(data.revision);
    this.#round.noteTold(this.seen.client, at);
    const told = {
      at,
      kind,
      revision,
      cards: 'cards' in data ? data.cards.map(seeCard) : [],
      removed: 'removed' in data ? data.removed : [],
      connection: this.seen.connections.length - 1,
    } as const;
    try {
      this.#board = kind === 'board' ? (data as Board) : this.#fold(data as BoardChange);
      this.#lastId = fields.get('id');
      this.seen.told.push({ ...told, digest: digestOf(this.#board) });
    } catch (error) {
      this.seen.told.push({ ...told, digest: 'nothing', misfit: (error as Error).message });
      // What it holds is of no more use: it begins anew, with a whole board.
      this.#board = undefined;
      this.#lastId = undefined;
      this.#request?.destroy();
    }
  }

  #fold(change: BoardChange): Board {
    if (!this.#board) throw new RangeError('A change came before any board');
    return applyChange(this.#board, change);
  }
}
