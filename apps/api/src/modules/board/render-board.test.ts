import { countCards, STATUSES, type Status } from '@edgar-auto-shop/contract';
import { endpoints } from '@edgar-auto-shop/contract/endpoints';
import { expect, test } from 'vitest';
import type { StoredCard } from '../../db/stored-card.ts';
import { type BoardState, boardOf, toCard } from './board-state.ts';
import { boardIn, renderBoard, renderChange, renderMissed, wholeBoard } from './render-board.ts';

const [example] = endpoints.getBoard.examples.data.columns.scheduled.items;
const { position: _, ...face } = example as NonNullable<typeof example>;
const shop = { id: 's', name: "Edgar's", time_zone: 'America/Los_Angeles' };

const cardOf = (index: number, status: Status, rest: Partial<StoredCard> = {}) =>
  ({ ...face, services: [], id: `card-${index}`, status, rank: index, ...rest }) as StoredCard;

/** The board of the contract, made the plain way. */
function plain(boards: BoardState[], revision: string, techId?: string) {
  const shown = (status: Status) =>
    boards
      .flatMap(({ order, cards }) => order[status].map((id, at) => toCard(cards.get(id) as StoredCard, at)))
      .filter((card) => techId === undefined || card.tech_id === techId);
  const columns = Object.fromEntries(STATUSES.map((status) => [status, { items: shown(status) }]));
  const stats = countCards(STATUSES.flatMap(shown));
  return { date: boards[0]?.date, time_zone: shop.time_zone, revision, columns, stats };
}

const read = (envelope: Buffer) => JSON.parse(envelope.toString());
// More than ten in a column, one column empty, letters of one to four bytes.
const names = ['Zoë Ångström', '李小龙', 'O’Neil "Bo" \\ 🚗', 'Ana\nLuz', ''];
const many = Array.from({ length: 60 }, (_, i) =>
  cardOf(i, STATUSES[i % 4] as Status, {
    customer_name: names[i % 5] as string,
    tech_id: i % 3 === 0 ? 'tech-1' : null,
  }),
);
const board = boardOf('2025-09-20', 7, many);

test('a board is what the plain way makes of its cards, whatever letters they have', () => {
  const envelope = renderBoard({ shop, boards: [board], revision: '7' });
  expect(read(envelope)).toEqual({ ok: true, data: plain([board], '7') });
  expect(Object.keys(read(envelope).data.columns.scheduled.items[11])).toEqual(
    Object.keys(toCard(many[0] as StoredCard, 0)),
  );
  expect(read(boardIn(envelope))).toEqual(plain([board], '7'));
});

test('one without cards, one technician’s, and a range', () => {
  const empty = boardOf('2025-09-21', 0, []);
  expect(read(renderBoard({ shop, boards: [empty], revision: '0' })).data).toEqual(plain([empty], '0'));
  const techId = 'tech-1';
  expect(read(renderBoard({ shop, boards: [board], revision: '7', techId })).data).toEqual(plain([board], '7', techId));
  const range = { from: '2025-09-20', to: '2025-09-21' };
  const both = read(renderBoard({ shop, boards: [board, empty, board], revision: 'x', range })).data;
  expect(both).toEqual({ ...plain([board, empty, board], 'x'), ...range });
});

test('a card that changed is written anew, its place with it; the board before stays as it was', () => {
  const before = wholeBoard(shop, board);
  expect(wholeBoard(shop, board)).toBe(before);
  const kept = Buffer.from(before);
  const last = many.at(-1) as StoredCard;
  const next = boardOf('2025-09-20', 8, [...many.slice(0, -1), { ...last, rank: -1, version: 9, customer_name: 'Ñ' }]);
  expect(read(wholeBoard(shop, next)).data).toEqual(plain([next], '8'));
  expect(wholeBoard(shop, board)).toEqual(kept);
});

test('a change tells its cards as the board shows them', () => {
  const [first, second] = [many[40] as StoredCard, many[1] as StoredCard];
  const change = { revision: 7, cards: [first, second], removed: ['gone'], before: board.order, after: board.order };
  const cards = [toCard(first, 10), toCard(second, 0)];
  expect(JSON.parse(renderChange(change))).toMatchObject({ revision: '7', cards, removed: ['gone'], order: {} });
});

test('what was missed is told change by change until the whole board is shorter', () => {
  const large = boardOf(
    '2025-09-20',
    300,
    Array.from({ length: 200 }, (_, i) => cardOf(i, 'ready')),
  );
  const reversed = { ...large.order, ready: large.order.ready.toReversed() };
  const reorders = Array.from({ length: 200 }, (_, i) => ({
    revision: i + 101,
    cards: [cardOf(0, 'ready', { version: i })],
    removed: [],
    before: i % 2 ? reversed : large.order,
    after: i % 2 ? large.order : reversed,
  }));
  const long = reorders.findIndex(
    (_, i) =>
      reorders
        .slice(0, i + 1)
        .map(renderChange)
        .join('').length >
      256 * 1024,
  );
  expect(long).toBeGreaterThan(10);
  expect(renderMissed(shop, large, reorders.slice(0, long))).toEqual(reorders.slice(0, long).map(renderChange));
  expect(renderMissed(shop, large, reorders.slice(0, long + 1))).toBeUndefined();
  // A board so large that it is longer still.
  const notes = 'x'.repeat(2_000);
  const larger = boardOf(
    '2025-09-20',
    300,
    Array.from({ length: 200 }, (_, i) => cardOf(i, 'ready', { notes })),
  );
  expect(renderMissed(shop, larger, reorders.slice(0, long + 1))).toHaveLength(long + 1);
});
