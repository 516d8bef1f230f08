import type { HistoryItem, PageOf } from '@edgar-auto-shop/contract';
import type { BoardSeen, EventSeen } from '@edgar-auto-shop/testing';
import { Random } from '../random.ts';
import { Lines } from './lines.ts';
import { Round } from './round.ts';
import { Onlooker } from './see-board.ts';

/** The history of every card and the board of every date, when all is quiet. */
export async function readOutcome(ports: readonly number[], cards: Iterable<string>, dates: readonly string[]) {
  const lines = new Lines(ports, new Random(0));
  const events = new Map<string, EventSeen[]>();
  for (const card of cards) events.set(card, await readHistory(lines, card));
  const onlooker = new Onlooker('the end', lines, new Round('end', 0));
  const finalBoards: BoardSeen[] = [];
  for (const date of dates) {
    const board = await onlooker.look(date, false);
    if (!board) throw new Error(`no board of ${date} at the end`);
    finalBoards.push(board);
  }
  lines.close();
  return { events, finalBoards };
}

async function readHistory(lines: Lines, card: string): Promise<EventSeen[]> {
  const events: EventSeen[] = [];
  for (let page = 1; ; page += 1) {
    const path = `/api/admin/appointments/${card}/history?page_size=200&page=${page}`;
    const reply = await lines.send('GET', path, {});
    // Lost with all its history, even its making: that is for the checker to say.
    if (reply.kind === 'answered' && reply.status === 404) return [];
    if (reply.kind !== 'answered' || reply.status !== 200) throw new Error(`GET ${path}: ${JSON.stringify(reply)}`);
    const { items, pages } = JSON.parse(reply.text).data as PageOf<HistoryItem>;
    for (const { version, type, correlation_id, from_status, to_status, to_position } of items) {
      events.push({ version, type, correlation_id, from_status, to_status, to_position });
    }
    if (page >= pages) return events;
  }
}
