import { type Board, type Card, STATUSES, type Status } from '@edgar-auto-shop/contract';
import { focusCard } from '../focus-card.ts';
import { type Place, placeOf, sizeWith } from '../place.ts';
import { sayCancelled, sayDropped, sayOver, sayPickedUp, saySkipped } from './announcements.ts';
import { currentDrag, mayDrop, samePlace, setDrag, setDragTarget } from './drag-store.ts';

const SIDEWAYS = { ArrowLeft: -1, ArrowRight: 1 } as const;
const UPDOWN = { ArrowUp: -1, ArrowDown: 1 } as const;

/** The nearest column to a side that the card may go to; columns it may not go to are stepped over. */
function sideways(board: Board, card: Card, at: Place, step: number): { next: Place | null; skipped: Status[] } {
  const skipped: Status[] = [];
  for (let i = STATUSES.indexOf(at.status) + step; i >= 0 && i < STATUSES.length; i += step) {
    const status = STATUSES[i];
    if (!status) continue;
    if (mayDrop(card, status))
      return { next: { status, index: Math.min(at.index, sizeWith(board, status, card) - 1) }, skipped };
    skipped.push(status);
  }
  return { next: null, skipped };
}

function updown(board: Board, card: Card, at: Place, step: number): Place {
  const last = sizeWith(board, at.status, card) - 1;
  return { status: at.status, index: Math.min(Math.max(at.index + step, 0), last) };
}

export function pickUp(board: Board, card: Card): void {
  const from = placeOf(board, card);
  setDrag({ card, mode: 'keyboard', from, target: from, refused: null });
  sayPickedUp(board, card, from);
}

export function putBack(): void {
  const drag = currentDrag();
  if (drag?.mode !== 'keyboard') return;
  setDrag(null);
  sayCancelled(drag.card);
}

/** Steers a card that was picked up. Tells whether the key was one of its own. */
export function steer(board: Board, key: string, drop: (card: Card, place: Place) => void): boolean {
  const drag = currentDrag();
  if (drag?.mode !== 'keyboard' || !drag.target) return false;
  const { card, from, target } = drag;
  if (key in SIDEWAYS) {
    const { next, skipped } = sideways(board, card, target, SIDEWAYS[key as keyof typeof SIDEWAYS]);
    saySkipped(board, card, skipped, next);
    if (next && setDragTarget(next)) scrollToDropLine();
    return true;
  }
  if (key in UPDOWN) {
    const next = updown(board, card, target, UPDOWN[key as keyof typeof UPDOWN]);
    if (setDragTarget(next)) {
      sayOver(board, card, next);
      scrollToDropLine();
    }
    return true;
  }
  if (key === 'Escape' || key === 'Tab') {
    putBack();
    return key === 'Escape';
  }
  if (key !== ' ' && key !== 'Enter') return true;
  if (samePlace(from, target)) putBack();
  else {
    setDrag(null);
    drop(card, target);
    sayDropped(card, target);
    focusCard(card.id);
  }
  return true;
}

function scrollToDropLine(): void {
  requestAnimationFrame(() =>
    document.querySelector('.drop-line')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
  );
}
