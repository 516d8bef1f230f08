import { setTimeout as sleep } from 'node:timers/promises';
import type { CardsInPlay } from './cards-in-play.ts';
import { HttpConnection, onConnections } from './http-connection.ts';
import { etagOf, getRequest, type Load } from './loads.ts';
import { type LoadResult, Measure } from './measure.ts';
import { moveCard } from './move-card.ts';

export interface FreshReadsTask extends Load {
  path: string;
  date: string;
  /** Whether readers name the board that they have, so that the same again is a 304. */
  notModified: boolean;
  /** Each of these processes moves a card of the board … */
  writers: number[];
  /** … so many times a second. */
  movesPerSecond: number;
  /** Off where what is read cannot change: the bare server says the same for ever. */
  mustBeFresh: boolean;
}

export interface FreshReads extends LoadResult {
  moves: number;
  /** Answers that were a whole board. */
  whole: number;
}

/** The revision stands at the head of a board. */
const HEAD_OF_BOARD = 256;

/**
 * Readers of one board while others change it. An answer must show every move that was answered, to whomever, before its
 * request was sent, and never less than the same reader saw before.
 */
export async function runFreshReads(task: FreshReadsTask, cards: CardsInPlay): Promise<FreshReads> {
  const { path, date, notModified, mustBeFresh } = task;
  const measure = new Measure();
  const end = performance.now() + task.seconds * 1000;
  let [answered, moves, whole] = [0, 0, 0];

  async function write(port: number): Promise<void> {
    const connection = await HttpConnection.open(port);
    for (let due = performance.now(); due < end; due += 1000 / task.movesPerSecond) {
      await sleep(Math.max(0, due - performance.now()));
      const card = cards.take([date]);
      const { complaint, revision } = await moveCard(connection, card);
      cards.giveBack(card);
      moves += 1;
      if (complaint === null) answered = Math.max(answered, Number(revision));
      else measure.note(0, complaint);
    }
    connection.close();
  }

  async function read(connection: HttpConnection): Promise<void> {
    let [etag, seen]: [string | undefined, number] = [undefined, 0];
    while (performance.now() < end) {
      const atLeast = mustBeFresh ? Math.max(answered, seen) : 0;
      const started = performance.now();
      const answer = await connection.request(getRequest(path, notModified ? etag : undefined), null, HEAD_OF_BOARD);
      const took = performance.now() - started;
      if (answer.status === 200) {
        whole += 1;
        etag = etagOf(answer);
        seen = Number(/"revision":"(\d+)"/.exec(String(answer.body))?.[1] ?? Number.NaN);
      }
      const right = (answer.status === 200 || (answer.status === 304 && etag !== undefined)) && seen >= atLeast;
      measure.note(took, right ? null : `${path} answered ${answer.status}, revision ${seen} after ${atLeast}`);
    }
  }

  await Promise.all([...task.writers.map(write), onConnections(task.port, task.clients, read)]);
  return { ...measure.result(), moves, whole };
}
