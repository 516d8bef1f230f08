import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { BoardSeen, CardSeen, Write } from '@edgar-auto-shop/testing';
import type { Random } from '../random.ts';
import { chooseChange } from './choose-change.ts';
import { Connection } from './connection.ts';
import type { RunState } from './round.ts';
import { Onlooker } from './see-board.ts';
import { writeUntilSettled } from './write-until-settled.ts';

/** Think time at most, in milliseconds: a hurried dispatcher, and half a processor left for the tests beside this one. */
const PAUSE_MS = 24;
/** Share of acknowledged requests that are sent again. */
const REPEATED = 0.1;

/** What a client believes about a board. */
interface Known {
  date: string;
  cards: Map<string, CardSeen>;
}

/** One person at one screen: looks at a board, changes cards, insists until each change is settled. */
export async function moveCards(name: string, port: number, dates: string[], random: Random, state: RunState) {
  const connection = new Connection(port);
  const onlooker = new Onlooker(name, connection, state);
  let known: Known | undefined;
  while (!state.isOver) {
    if (!state.isRushed) await delay(random.below(PAUSE_MS));
    if (!known || random.chance(0.1)) {
      const date = random.pick(dates);
      const board = await onlooker.look(date, random.chance(0.5));
      if (board) known = { date, cards: new Map(cardsOf(board).map((card) => [card.id, card])) };
      else await delay(2 * PAUSE_MS);
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
    state.writes.push(write);
    const outcome = await writeUntilSettled(state, connection, write, wire);
    if (outcome.kind === 'refused') known = undefined;
    if (outcome.kind !== 'ok') continue;
    cards.set(card.id, { id: card.id, ...outcome.answer });
    const isChange = outcome.answer.version !== expectedVersion;
    if (isChange && random.chance(REPEATED)) await writeUntilSettled(state, connection, write, wire);
  }
  connection.close();
}

const cardsOf = (board: BoardSeen): CardSeen[] => Object.values(board.columns).flat();

/** A wall screen: asks for one board after the other without pause. */
export async function keepReading(name: string, port: number, dates: string[], random: Random, state: RunState) {
  const connection = new Connection(port);
  const onlooker = new Onlooker(name, connection, state);
  while (!state.isOver) {
    if (!(await onlooker.look(random.pick(dates), random.chance(0.5)))) await delay(25);
  }
  connection.close();
}
