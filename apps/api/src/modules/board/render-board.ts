import { type Board, countCards, STATUSES, type Status } from '@edgar-auto-shop/contract';
import type { StoredCard } from '../../db/stored-card.ts';
import type { Shop } from '../../request-context.ts';
import { type BoardState, toCard } from './board-state.ts';
import { countColumns, type RecordedChange, reorderedColumns } from './recorded-change.ts';

/** JSON of a card around its position, as bytes. Cards are never changed in place, so it is made once a version and board. */
const fragments = new WeakMap<StoredCard, readonly [before: Buffer, after: Buffer]>();

function fragment(card: StoredCard): readonly [Buffer, Buffer] {
  let parts = fragments.get(card);
  if (!parts) {
    const { id, version, status, position: _, ...rest } = toCard(card, 0);
    const before = `${JSON.stringify({ id, version, status }).slice(0, -1)},"position":`;
    const text = `${before},${JSON.stringify(rest).slice(1)}`;
    // Of its own: a piece of Node's pool would keep the whole of it, eight kilobytes, for as long as the card is there.
    const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
    const split = Buffer.byteLength(before);
    bytes.write(text);
    parts = [bytes.subarray(0, split), bytes.subarray(split)];
    fragments.set(card, parts);
  }
  return parts;
}

/** Positions as bytes, as far as anybody has needed one. */
const digits: Buffer[] = [];

function digitsOf(position: number): Buffer {
  digits[position] ??= Buffer.from(String(position));
  return digits[position];
}

/** What of a board is shown. */
export interface BoardView {
  shop: Shop;
  /** In order of date; one for a board, several for a range. */
  boards: BoardState[];
  revision: string;
  techId?: string | undefined;
  range?: { from: string; to: string } | undefined;
}

/** The cards that are shown of a column, each with its true position. */
function* shownCards({ boards, techId }: BoardView, status: Status): Generator<[StoredCard, number]> {
  for (const { order, cards } of boards) {
    for (const [position, id] of order[status].entries()) {
      const card = cards.get(id) as StoredCard;
      if (techId === undefined || card.tech_id === techId) yield [card, position];
    }
  }
}

const COMMA = Buffer.from(',');
const ENVELOPE = Buffer.from('{"ok":true,"data":');

/**
 * The contract's `Board` as bytes, in the envelope of a success: what a reader is answered.
 *
 * It is put together from bytes that are there already, which is what makes a board after a change cheap: as text, one of
 * 200 cards would be copied over and over, and translated to UTF-8, for each revision.
 */
export function renderBoard(view: BoardView): Buffer {
  const shown: StoredCard[] = [];
  const head: Pick<Board, 'date' | 'time_zone' | 'revision'> = {
    date: view.range?.from ?? (view.boards[0] as BoardState).date,
    time_zone: view.shop.time_zone,
    revision: view.revision,
  };
  const pieces: Buffer[] = [ENVELOPE, Buffer.from(`${JSON.stringify(head).slice(0, -1)},"columns":{`)];
  for (const [index, status] of STATUSES.entries()) {
    pieces.push(Buffer.from(`${index === 0 ? '' : ','}"${status}":{"items":[`));
    let isFirst = true;
    for (const [card, position] of shownCards(view, status)) {
      const [before, after] = fragment(card);
      if (!isFirst) pieces.push(COMMA);
      pieces.push(before, digitsOf(position), after);
      shown.push(card);
      isFirst = false;
    }
    pieces.push(Buffer.from(']}'));
  }
  const range = view.range ? `,${JSON.stringify(view.range).slice(1, -1)}` : '';
  pieces.push(Buffer.from(`},"stats":${JSON.stringify(countCards(shown))}${range}}}`));
  return Buffer.concat(pieces);
}

/** Whole boards of one date, kept as long as the board itself is: for all who read it or begin to listen to it. */
const wholes = new WeakMap<BoardState, Buffer>();

/** A date's whole board as `renderBoard` makes it, once. */
export function wholeBoard(shop: Shop, board: BoardState): Buffer {
  let bytes = wholes.get(board);
  if (!bytes) {
    bytes = renderBoard({ shop, boards: [board], revision: String(board.revision) });
    wholes.set(board, bytes);
  }
  return bytes;
}

/** The board by itself, out of its envelope; the same bytes, not a copy. */
export const boardIn = (envelope: Buffer): Buffer => envelope.subarray(ENVELOPE.length, -1);

/** JSON text of the contract's `BoardChange`. */
export function renderChange(change: RecordedChange): string {
  const cards = change.cards.map((card) => {
    const [before, after] = fragment(card);
    return `${before}${change.after[card.status].indexOf(card.id)}${after}`;
  });
  const { revision, removed } = change;
  const [order, stats] = [JSON.stringify(reorderedColumns(change)), JSON.stringify(countColumns(change.after))];
  return `{"revision":"${revision}","cards":[${cards.join(',')}],"removed":${JSON.stringify(removed)},"order":${order},"stats":${stats}}`;
}

/** Of somebody who comes back: this long may what was missed be, in characters, before it is weighed against the whole board. */
const TOLD_LENGTH = 256 * 1024;

/**
 * JSON text of each change that somebody missed who comes back; undefined where the whole board is shorter: among 200 cards
 * each change of their order is 9 kB, and the whole board 140.
 */
export function renderMissed(shop: Shop, board: BoardState, missed: readonly RecordedChange[]): string[] | undefined {
  const texts: string[] = [];
  let length = 0;
  for (const change of missed) {
    const text = renderChange(change);
    length += text.length;
    if (length > TOLD_LENGTH && length > wholeBoard(shop, board).length) return undefined;
    texts.push(text);
  }
  return texts;
}
