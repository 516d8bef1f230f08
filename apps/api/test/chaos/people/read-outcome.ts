import type { Customer, HistoryItem, PageOf } from '@edgar-auto-shop/contract';
import type { BoardSeen, CustomerSeen, EventSeen } from '@edgar-auto-shop/testing';
import { Random } from '../random.ts';
import { Lines } from './lines.ts';
import { Round } from './round.ts';
import { Onlooker } from './see-board.ts';

/** The customers, the board of every date and the history of every card, when all is quiet. */
export async function readOutcome(ports: readonly number[], { owners, writes }: Round, dates: readonly string[]) {
  const lines = new Lines(ports, new Random(0));
  const onlooker = new Onlooker('the end', lines, new Round('end', 0));
  const finalBoards: BoardSeen[] = [];
  for (const date of dates) {
    const board = await onlooker.look(date, false);
    if (!board) throw new Error(`no board of ${date} at the end`);
    finalBoards.push(board);
  }
  // Also of cards that nobody was told of: of a booking that was made twice, or never settled.
  const shown = finalBoards.flatMap(({ columns }) => Object.values(columns).flat());
  const events = new Map<string, EventSeen[]>();
  for (const card of new Set([...writes.map(({ card }) => card), ...shown.map(({ id }) => id)])) {
    if (card !== '') events.set(card, await readHistory(lines, card));
  }
  const customers: CustomerSeen[] = [];
  for (const { id, firstName } of owners) {
    const { version, name } = await readData<Customer>(lines, `/api/admin/customers/${id}`);
    customers.push({ id, firstName, version, name });
  }
  lines.close();
  return { events, finalBoards, customers };
}

async function readData<T>(lines: Lines, path: string): Promise<T> {
  const reply = await lines.send('GET', path, {});
  if (reply.kind !== 'answered' || reply.status !== 200) throw new Error(`GET ${path}: ${JSON.stringify(reply)}`);
  return JSON.parse(reply.text).data as T;
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
