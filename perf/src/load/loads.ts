import type { CardsInPlay } from './cards-in-play.ts';
import { complaintAboutBoard } from './check-board.ts';
import { type Answer, HttpConnection, onConnections } from './http-connection.ts';
import { type LoadResult, Measure } from './measure.ts';
import { moveCard } from './move-card.ts';

/** A whole board is parsed and counted this often; the others are looked at from outside, for parsing is the generator's dearest work. */
const BOARDS_PARSED = 1 / 16;

export const getRequest = (path: string, etag?: string): string =>
  `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${etag === undefined ? '' : `If-None-Match: ${etag}\r\n`}\r\n`;

export const etagOf = ({ head }: Answer): string => /\r\netag: (.+)/i.exec(head)?.[1] ?? '';

export interface Load {
  port: number;
  clients: number;
  seconds: number;
}

/** Every client moves one card after the other, as fast as it is answered. */
export async function runMoves(load: Load, cards: CardsInPlay, dates: string[]): Promise<LoadResult> {
  const measure = new Measure();
  const end = performance.now() + load.seconds * 1000;
  await onConnections(load.port, load.clients, async (connection) => {
    while (performance.now() < end) {
      const card = cards.take(dates);
      const { milliseconds, complaint } = await moveCard(connection, card);
      measure.note(milliseconds, complaint);
      cards.giveBack(card);
    }
  });
  return measure.result();
}

/** Every client reads the same, unchanging thing; each byte of each answer is compared with the first one. */
export async function runReads(
  load: Load,
  path: string,
  notModified: boolean,
): Promise<LoadResult & { bytes: number }> {
  const first = await HttpConnection.open(load.port);
  const sample = await first.request(getRequest(path));
  first.close();
  if (sample.status !== 200) throw new Error(`${path} answered ${sample.status}`);
  const etag = etagOf(sample);
  const request = getRequest(path, notModified ? etag : undefined);
  const expected = notModified ? Buffer.alloc(0) : (sample.body as Buffer);
  const status = notModified ? 304 : 200;
  const measure = new Measure();
  const end = performance.now() + load.seconds * 1000;
  await onConnections(load.port, load.clients, async (connection) => {
    while (performance.now() < end) {
      const started = performance.now();
      const answer = await connection.request(request, expected);
      const right = answer.status === status && answer.asExpected && answer.head.includes(etag);
      measure.note(performance.now() - started, right ? null : `${path} answered ${answer.status} with other bytes`);
    }
  });
  return { ...measure.result(), bytes: (sample.body as Buffer).length };
}

/** Every board once, by several clients: what a server has to read that has never seen it. */
export async function runEachOnce(port: number, clients: number, dates: string[]): Promise<LoadResult> {
  const measure = new Measure();
  const left = [...dates];
  await onConnections(port, clients, async (connection) => {
    for (let date = left.pop(); date !== undefined; date = left.pop()) {
      const started = performance.now();
      const { status, body } = await connection.request(getRequest(`/api/admin/appointments/board?date=${date}`));
      const right = status === 200 && String(body).includes(`"date":"${date}"`);
      measure.note(performance.now() - started, right ? null : `the board of ${date} answered ${status}`);
    }
  });
  return measure.result();
}

/** What a day looks like at its worst: every client reads a board, then its stats, then moves a card of it. */
export async function runMixed(load: Load, cards: CardsInPlay, dates: string[]) {
  const measures = { board: new Measure(), stats: new Measure(), move: new Measure() };
  const end = performance.now() + load.seconds * 1000;
  await onConnections(load.port, load.clients, async (connection) => {
    const read = async (kind: 'board' | 'stats', path: string, complain: (answer: Answer) => string | null) => {
      const started = performance.now();
      const answer = await connection.request(getRequest(path));
      measures[kind].note(performance.now() - started, complain(answer));
    };
    while (performance.now() < end) {
      const card = cards.take(dates);
      await read('board', `/api/admin/appointments/board?date=${card.date}`, (answer) =>
        complaintAboutBoard(answer, card, Math.random() < BOARDS_PARSED),
      );
      await read('stats', `/api/admin/dashboard/stats?date=${card.date}`, ({ status, body }) =>
        status === 200 && String(body).includes(`"date":"${card.date}"`) ? null : `stats answered ${status}: ${body}`,
      );
      const { milliseconds, complaint } = await moveCard(connection, card);
      measures.move.note(milliseconds, complaint);
      cards.giveBack(card);
    }
  });
  return { board: measures.board.result(), stats: measures.stats.result(), move: measures.move.result() };
}
