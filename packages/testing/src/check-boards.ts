import type { Status } from '@edgar-auto-shop/contract';
import type { Acknowledged } from './acknowledged.ts';
import { stateAt } from './card-lives.ts';
import { statusAfter } from './check-writes.ts';
import type { BoardSeen, CardSeen, Read } from './history.ts';
import type { HistoryIndex } from './history-index.ts';
import { allBoards, cardsOn, shownBoards } from './shown-boards.ts';
import { tellEvent, tellRead, tellWrite, type Violation } from './violation.ts';

const columnsOf = (board: BoardSeen) => Object.entries(board.columns) as [Status, CardSeen[]][];

/** I6: every card of the date that is booked exactly once, in the column of its status, at positions 0…n−1. */
export function checkWholeBoards(index: HistoryIndex): Violation[] {
  return allBoards(index.history).flatMap(([board, place]) =>
    [...faultsOf(board), ...strangersOn(board, index)].map(
      (message): Violation => ({ invariant: 'I6', message, slice: [place] }),
    ),
  );
}

function faultsOf(board: BoardSeen): string[] {
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
  return faults;
}

/** Cards that are missing, and cards that should be: those of another date, not booked yet, or cancelled. */
function strangersOn(board: BoardSeen, { history, cardsOf, lives }: HistoryIndex): string[] {
  const faults: string[] = [];
  const seen = new Set(cardsOn(board).map(({ id }) => id));
  const ofDate = cardsOf.get(board.date) ?? new Set();
  for (const id of ofDate) {
    const life = lives.get(id) ?? [];
    const state = stateAt(life, board.revision);
    // Whether what nobody was told of was done before or after this revision, nobody can say.
    if (life.some(({ version, revision }) => revision === undefined && version > (state?.version ?? 0))) continue;
    const isWanted = state?.isThere ?? false;
    if (isWanted && !seen.has(id)) faults.push(`card ${id} is missing`);
    if (!isWanted && seen.has(id)) faults.push(`card ${id} is there, and not booked at revision ${board.revision}`);
  }
  // One that was booked, and nobody was told under which id, belongs there all the same.
  const mayBeMore = history.writes.some(({ date, card }) => card === '' && date === board.date);
  for (const id of seen) if (!ofDate.has(id) && !mayBeMore) faults.push(`card ${id} is not of this date`);
  return faults;
}

/** I6: a board shows exactly the changes up to its revision, and the card of that last change where its answer said. */
export function checkSnapshots({ history, acknowledged }: HistoryIndex): Violation[] {
  const changes = new Map(acknowledged.map((one) => [`${one.write.card} ${one.answer.version}`, one]));
  return [...shownBoards(history)].flatMap(([board, read]) =>
    cardsOn(board).flatMap((card): Violation[] => {
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
    const found: Violation[] = cardsOn(board)
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

/** I8: the boards at the end are what the history adds up to, and each event and each new name raised one revision. */
export function checkFinalBoards({ history, cardsOf }: HistoryIndex): Violation[] {
  const names = history.customers.reduce((sum, { version }) => sum + version - 1, 0);
  return history.finalBoards.flatMap((board) => {
    const found: Violation[] = [];
    const eventsOf = (card: string) => (history.events.get(card) ?? []).toSorted((a, b) => a.version - b.version);
    for (const card of cardsOn(board)) {
      const events = eventsOf(card.id);
      const last = events.at(-1);
      if (last?.version === card.version && statusAfter(events) === card.status) continue;
      const message = `card ${card.id} is at version ${card.version} in ${card.status}`;
      found.push({ invariant: 'I8', message, slice: last ? [tellEvent(card.id, last)] : [] });
    }
    const changes = [...(cardsOf.get(board.date) ?? [])].reduce((sum, card) => sum + eventsOf(card).length, names);
    if (changes !== board.revision) {
      const message = `the board of ${board.date} is at revision ${board.revision} after ${changes} changes`;
      found.push({ invariant: 'I8', message, slice: [] });
    }
    return found;
  });
}
