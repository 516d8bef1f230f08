import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { BoardSeen, CardSeen, Write } from '@edgar-auto-shop/testing';
import type { Random } from '../random.ts';
import { chooseChange } from './choose-change.ts';
import { Lines } from './lines.ts';
import type { Round } from './round.ts';
import { Onlooker } from './see-board.ts';
import { writeUntilSettled } from './write-until-settled.ts';

/** Share of acknowledged requests that are sent again. */
const REPEATED = 0.1;
/** After a look that was not answered, in milliseconds. */
const BLIND_MS = 48;

/** Somebody who takes part in a round. */
export interface Person {
  name: string;
  ports: readonly number[];
  dates: readonly string[];
  random: Random;
  /** Think time at most, in milliseconds. */
  pauseMs: number;
}

/** What a client believes about a board. */
interface Known {
  date: string;
  cards: Map<string, CardSeen>;
}

/** One person at one screen: looks at a board, changes cards, insists until each change is settled. */
export async function moveCards({ name, ports, dates, random, pauseMs }: Person, round: Round): Promise<void> {
  const lines = new Lines(ports, random);
  const spare = new Lines(ports, random);
  const onlooker = new Onlooker(name, lines, round);
  let known: Known | undefined;
  while (!round.isOver) {
    if (!round.isRushed && pauseMs > 0) await delay(random.below(pauseMs));
    if (!known || random.chance(0.1)) {
      const date = random.pick(dates);
      const board = await onlooker.look(date, random.chance(0.5));
      if (board) known = { date, cards: new Map(cardsOf(board).map((card) => [card.id, card])) };
      else await delay(BLIND_MS);
      continue;
    }
    const { date, cards }: Known = known;
    const card = random.pick([...cards.values()]);
    const { request, expectedVersion, ...wire } = chooseChange(random, card);
    const write: Write = {
      client: name,
      key: randomUUID(),
      card: card.id,
      date,
      request,
      expectedVersion,
      attempts: [],
    };
    round.writes.push(write);
    const outcome = await writeUntilSettled(round, { lines, spare }, write, wire);
    if (outcome.kind === 'refused') known = undefined;
    if (outcome.kind !== 'ok') continue;
    cards.set(card.id, { id: card.id, ...outcome.answer });
    if (outcome.answer.version === expectedVersion) continue;
    round.acknowledged += 1;
    if (random.chance(REPEATED)) await writeUntilSettled(round, { lines, spare }, write, wire);
  }
  // Theirs are the connections.
  await Promise.all(round.stragglers);
  lines.close();
  spare.close();
}

const cardsOf = (board: BoardSeen): CardSeen[] => Object.values(board.columns).flat();

/** A wall screen: asks for one board after the other. */
export async function keepReading({ name, ports, dates, random, pauseMs }: Person, round: Round): Promise<void> {
  const lines = new Lines(ports, random);
  const onlooker = new Onlooker(name, lines, round);
  while (!round.isOver) {
    const board = await onlooker.look(random.pick(dates), random.chance(0.5));
    if (!board) await delay(BLIND_MS / 2);
    else if (pauseMs > 0) await delay(random.below(pauseMs));
  }
  lines.close();
}
