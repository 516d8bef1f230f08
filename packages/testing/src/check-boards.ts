import type { Status } from '@edgar-auto-shop/contract';
import type { BoardSeen, CardSeen, Read, RecordedHistory } from './history.ts';
import type { Acknowledged, HistoryIndex } from './history-index.ts';
import { tellEvent, tellRead, tellWrite, type Violation } from './violation.ts';

const columnsOf = (board: BoardSeen) => Object.entries(board.columns) as [Status, CardSeen[]][];
const cardsOf = (board: BoardSeen) => columnsOf(board).flatMap(([, cards]) => cards);

/** Each different board that was shown, with the first look at it; after a 304 it is the same object. */
function shownBoards({ reads }: RecordedHistory): Map<BoardSeen, Read> {
  const shown = new Map<BoardSeen, Read>();
  for (const read of reads) if (!shown.has(read.board)) shown.set(read.board, read);
  return shown;
}

/** I6: every card of the date exactly once, in the column of its status, at positions 0…n−1. */
export function checkWholeBoards({ history }: HistoryIndex): Violation[] {
  const made = new Map<string, Set<string>>();
  for (const { date, card } of history.writes) made.set(date, (made.get(date) ?? new Set()).add(card));
  const shown = [...shownBoards(history)].map(([board, read]) => ({ board, slice: [tellRead(read)] }));
  const last = history.finalBoards.map((board) => ({ board, slice: [`the board of ${board.date} at the end`] }));
  return [...shown, ...last].flatMap(({ board, slice }) =>
    faultsOf(board, made.get(board.date) ?? new Set()).map(
      (message): Violation => ({ invariant: 'I6', message, slice }),
    ),
  );
}

function faultsOf(board: BoardSeen, wanted: Set<string>): string[] {
  const faults: string[] = [];
  const seen = new Set<string>();
  for (const [status, cards] of columnsOf(board)) {
    for (const [index, card] of cards.entries()) {
      if (seen.has(card.id)) faults.push(`card ${card.id} is there twice`);
      seen.add(card.id);
      if (card.position !== index) faults.push(`${status} has position ${card.position} at place ${index}`);
      if (card.status !== status) faults.push(`card ${card.id} is ${card.status} and stands in ${status}`);
    }
  }
  for (const id of wanted) if (!seen.has(id)) faults.push(`card ${id} is missing`);
  for (const id of seen) if (!wanted.has(id)) faults.push(`card ${id} is not of this date`);
  return faults;
}

/** I6: a board shows exactly the changes up to its revision, and the card of that last change where its answer said. */
export function checkSnapshots({ history, acknowledged }: HistoryIndex): Violation[] {
  const changes = new Map(acknowledged.map((one) => [`${one.write.card} ${one.answer.version}`, one]));
  return [...shownBoards(history)].flatMap(([board, read]) =>
    cardsOf(board).flatMap((card): Violation[] => {
      const shown = changes.get(`${card.id} ${card.version}`);
      const next = changes.get(`${card.id} ${card.version + 1}`);
      const tell = (one: Acknowledged) => [...tellWrite(one.write), tellRead(read)];
      if (shown && Number(shown.answer.revision) > board.revision) {
        const message = `revision ${board.revision} shows card ${card.id} as it was only at ${shown.answer.revision}`;
        return [{ invariant: 'I6', message, slice: tell(shown) }];
      }
      if (next && Number(next.answer.revision) <= board.revision) {
        const message = `revision ${board.revision} lacks the change of card ${card.id} at ${next.answer.revision}`;
        return [{ invariant: 'I6', message, slice: tell(next) }];
      }
      const isLatest = shown && Number(shown.answer.revision) === board.revision;
      if (isLatest && (shown.answer.status !== card.status || shown.answer.position !== card.position)) {
        const message = `card ${card.id} stands at ${card.status} ${card.position}, its answer said otherwise`;
        return [{ invariant: 'I6', message, slice: tell(shown) }];
      }
      return [];
    }),
  );
}

/** I1: what was seen is still there at the end. I7: one tag always stands for one board. */
export function checkSeen({ history }: HistoryIndex): Violation[] {
  const reached = new Map([...history.events].map(([card, events]) => [card, events.length]));
  const tags = new Map<string, Read>();
  return [...shownBoards(history)].flatMap(([board, read]) => {
    const found: Violation[] = cardsOf(board)
      .filter(({ id, version }) => version > (reached.get(id) ?? 0))
      .map(({ id, version }) => ({
        invariant: 'I1',
        message: `version ${version} of card ${id} was shown, and is not in the history`,
        slice: [tellRead(read)],
      }));
    const first = tags.get(board.etag);
    if (first && (first.board.digest !== board.digest || first.board.date !== board.date)) {
      const message = `the tag ${board.etag} stood for two boards`;
      found.push({ invariant: 'I7', message, slice: [tellRead(first), tellRead(read)] });
    }
    tags.set(board.etag, read);
    return found;
  });
}

/** I8: the boards at the end are what the history adds up to, and each event raised one revision. */
export function checkFinalBoards({ history }: HistoryIndex): Violation[] {
  return history.finalBoards.flatMap((board) => {
    const found: Violation[] = [];
    let events = 0;
    for (const card of cardsOf(board)) {
      const list = history.events.get(card.id) ?? [];
      events += list.length;
      const last = list.reduce((a, b) => (a.version > b.version ? a : b), list[0] ?? NO_EVENT);
      if (last.version === card.version && last.to_status === card.status) continue;
      const message = `card ${card.id} is at version ${card.version} in ${card.status}`;
      found.push({ invariant: 'I8', message, slice: [tellEvent(card.id, last)] });
    }
    if (events !== board.revision) {
      const message = `the board of ${board.date} is at revision ${board.revision} after ${events} changes`;
      found.push({ invariant: 'I8', message, slice: [] });
    }
    return found;
  });
}

const NO_EVENT = {
  version: 0,
  type: 'created',
  correlation_id: 'nobody',
  from_status: null,
  to_status: null,
  to_position: null,
} as const;
