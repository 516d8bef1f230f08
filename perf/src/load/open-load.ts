import { setTimeout as sleep } from 'node:timers/promises';
import type { CardsInPlay, PlayedCard } from './cards-in-play.ts';
import { complaintAboutBoard } from './check-board.ts';
import { type Answer, HttpConnection } from './http-connection.ts';
import { getRequest } from './loads.ts';
import { type Latency, percentiles } from './measure.ts';
import { moveCard } from './move-card.ts';

export interface OpenLoadTask {
  port: number;
  dates: string[];
  /** Requests a second, whatever becomes of those before. */
  perSecond: number;
  seconds: number;
  /** Callers that may wait for an answer at a time; who finds none of them free goes away. */
  connections: number;
}

type Kind = 'board' | 'stats' | 'move';

/** What came of the requests of one kind. */
export interface OpenResult {
  sent: number;
  /** Answered with 503 or 429 and the time to wait. */
  refused: number;
  /** Milliseconds, of those that were served. */
  served: Latency;
}

export interface OpenLoadResult {
  kinds: Record<Kind, OpenResult>;
  /** Requests that were really sent, a second. */
  perSecond: number;
  /** `/healthz` every 100 ms on a connection of its own. */
  health: { asked: number; latency: Latency };
  done: number;
  wrong: number;
  complaints: string[];
}

const KINDS: readonly Kind[] = ['board', 'stats', 'move'];
const isRefusal = ({ status, head, body }: Answer) =>
  (status === 503 || status === 429) && /\r\nretry-after: \d/i.test(head) && String(body).includes('"retry_after_ms":');

/** Boards, stats and moves in turn at a steady rate: unlike clients that wait for their answers, this does not slow down with the server. */
export async function runOpenLoad(task: OpenLoadTask, cards: CardsInPlay): Promise<OpenLoadResult> {
  const { port, perSecond, seconds } = task;
  const idle = await Promise.all(Array.from({ length: task.connections }, () => HttpConnection.open(port)));
  const all = [...idle];
  const times: Record<Kind, number[]> = { board: [], stats: [], move: [] };
  const [sent, refused] = [count(), count()];
  const complaints: string[] = [];
  const ask = async (connection: HttpConnection, kind: Kind): Promise<void> => {
    sent[kind] += 1;
    const card = cards.take(task.dates);
    const started = performance.now();
    const { answer, complaint } = await send(connection, kind, card);
    if (isRefusal(answer)) refused[kind] += 1;
    else times[kind].push(performance.now() - started);
    if (complaint !== null && !isRefusal(answer)) complaints.push(complaint);
    cards.giveBack(card);
    idle.push(connection);
  };
  const running = new Set<Promise<void>>();
  const health = watchHealth(port, seconds * 1_000);
  const started = performance.now();
  let due = 0;
  while (performance.now() - started < seconds * 1_000) {
    for (const now = ((performance.now() - started) / 1_000) * perSecond; due < now; due += 1) {
      const connection = idle.pop();
      if (connection === undefined) continue;
      const one: Promise<void> = ask(connection, KINDS[due % KINDS.length] as Kind).finally(() => running.delete(one));
      running.add(one);
    }
    await sleep(1);
  }
  await Promise.all(running);
  const took = (performance.now() - started) / 1_000;
  for (const connection of all) connection.close();
  const done = KINDS.reduce((sum, kind) => sum + sent[kind], 0);
  const result = (kind: Kind) => ({ sent: sent[kind], refused: refused[kind], served: percentiles(times[kind]) });
  const kinds = { board: result('board'), stats: result('stats'), move: result('move') };
  const perSecondSent = done / took;
  const [wrong, told] = [complaints.length, complaints.slice(0, 5)];
  return { kinds, perSecond: perSecondSent, health: await health, done, wrong, complaints: told };
}

const count = (): Record<Kind, number> => ({ board: 0, stats: 0, move: 0 });

async function send(connection: HttpConnection, kind: Kind, card: PlayedCard) {
  if (kind === 'move') return moveCard(connection, card);
  const path = kind === 'board' ? 'appointments/board' : 'dashboard/stats';
  const answer = await connection.request(getRequest(`/api/admin/${path}?date=${card.date}`));
  if (kind === 'board') return { answer, complaint: complaintAboutBoard(answer, card, false) };
  return { answer, complaint: answer.status === 200 ? null : `stats answered ${answer.status}: ${answer.body}` };
}

async function watchHealth(port: number, milliseconds: number): Promise<OpenLoadResult['health']> {
  const connection = await HttpConnection.open(port);
  const end = performance.now() + milliseconds;
  const times: number[] = [];
  let asked = 0;
  while (performance.now() < end) {
    asked += 1;
    const started = performance.now();
    const { status } = await connection.request(getRequest('/healthz'));
    if (status === 200) times.push(performance.now() - started);
    await sleep(100);
  }
  connection.close();
  if (times.length < asked) throw new Error(`/healthz did not answer ${asked - times.length} of ${asked} times`);
  return { asked, latency: percentiles(times) };
}

/** Holds every card of the boards against what the generator was told: what was refused changed nothing, what was answered is there. */
export async function checkCards(port: number, cards: CardsInPlay, dates: string[]): Promise<string[]> {
  const connection = await HttpConnection.open(port);
  const complaints: string[] = [];
  for (const date of dates) {
    const answer = await connection.request(getRequest(`/api/admin/appointments/board?date=${date}`));
    for (const card of cards.on(date)) complaints.push(...[complaintAboutBoard(answer, card, false) ?? []].flat());
  }
  connection.close();
  return complaints;
}
