import type { CardsInPlay } from './cards-in-play.ts';
import { HttpConnection } from './http-connection.ts';
import { Listener } from './listener.ts';
import { percentiles } from './measure.ts';
import { moveCard } from './move-card.ts';

export interface StreamTask {
  /** Where moves are sent, and where the listeners are: another process on the same database, or the same. */
  port: number;
  listenPort: number;
  date: string;
  listeners: number;
  movesPerSecond: number;
  seconds: number;
  /** How often a listener is cut off, and comes back with what it had last. */
  cuts: number;
}

export interface StreamResult {
  moves: number;
  deliveries: number;
  /** Milliseconds from a move's answer to its event, over all listeners; 0 where the event was faster. */
  latency: { p50: number; p99: number; max: number };
  /** Revisions that a listener was not told, or was told twice or out of order. */
  wrong: number;
  complaints: string[];
}

/** How long after the last move everybody must have heard of it, in milliseconds. */
const LATEST_MS = 10_000;

/** Moves cards at a steady rate while many listen, some of them being cut off, and looks at what each was told. */
export async function runStreams(task: StreamTask, cards: CardsInPlay): Promise<StreamResult> {
  const listeners = Array.from({ length: task.listeners }, () => new Listener(task.listenPort, task.date));
  for (let i = 0; i < listeners.length; i += 50) await Promise.all(listeners.slice(i, i + 50).map((one) => one.open()));
  const acknowledged = new Map<number, number>();
  const complaints: string[] = [];
  const cutting = cutOff(listeners, task);
  await moveSteadily(task, cards, acknowledged, complaints);
  await cutting;
  const last = Math.max(...acknowledged.keys());
  const limit = performance.now() + LATEST_MS;
  while (listeners.some(({ told }) => told.revisions.at(-1) !== last) && performance.now() < limit) await sleep(20);
  for (const one of listeners) one.cut();
  return { ...judge(listeners, acknowledged, last, complaints), moves: acknowledged.size };
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function moveSteadily(
  { port, date, movesPerSecond, seconds }: StreamTask,
  cards: CardsInPlay,
  acknowledged: Map<number, number>,
  complaints: string[],
): Promise<void> {
  const idle = await Promise.all(Array.from({ length: 10 }, () => HttpConnection.open(port)));
  const all = [...idle];
  const running = new Set<Promise<void>>();
  const move = async (connection: HttpConnection) => {
    const card = cards.take([date]);
    const { revision, complaint } = await moveCard(connection, card);
    acknowledged.set(Number(revision), performance.now());
    if (complaint) complaints.push(complaint);
    cards.giveBack(card);
    idle.push(connection);
  };
  const started = performance.now();
  for (let n = 0; n < movesPerSecond * seconds; n += 1) {
    const due = started + (n * 1_000) / movesPerSecond;
    while (performance.now() < due || idle.length === 0) await sleep(1);
    const one: Promise<void> = move(idle.shift() as HttpConnection).finally(() => running.delete(one));
    running.add(one);
  }
  await Promise.all(running);
  for (const connection of all) connection.close();
}

async function cutOff(listeners: Listener[], { cuts, seconds }: StreamTask): Promise<void> {
  for (let n = 0; n < cuts; n += 1) {
    await sleep((seconds * 900) / cuts);
    const one = listeners[Math.floor(Math.random() * listeners.length)] as Listener;
    one.cut();
    await one.open();
  }
}

function judge(
  listeners: Listener[],
  acknowledged: Map<number, number>,
  last: number,
  complaints: string[],
): Omit<StreamResult, 'moves'> {
  const latencies: number[] = [];
  let wrong = complaints.length;
  for (const { told } of listeners) {
    const gap = told.revisions.findIndex((revision, i) => i > 0 && revision !== (told.revisions[i - 1] as number) + 1);
    if (gap >= 0 || told.revisions.at(-1) !== last) {
      wrong += 1;
      const around = told.revisions.slice(Math.max(0, gap - 2), gap + 2);
      complaints.push(`a listener was told … ${around} …, at the end ${told.revisions.at(-1)} of ${last}`);
    }
    for (const [i, revision] of told.revisions.entries()) {
      const answered = acknowledged.get(revision);
      if (answered !== undefined) latencies.push(Math.max(0, (told.at[i] as number) - answered));
    }
  }
  const { p50, p99, max } = percentiles(latencies);
  return { deliveries: latencies.length, latency: { p50, p99, max }, wrong, complaints: complaints.slice(0, 5) };
}
