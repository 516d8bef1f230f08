import { type Card, canTransition, type Status } from '@edgar-auto-shop/contract';
import { useSyncExternalStore } from 'react';
import type { Place } from '../place.ts';

/** A card in the hand. Kept outside React's tree, so that moving it redraws the two columns concerned and no card. */
export interface Drag {
  card: Card;
  mode: 'pointer' | 'keyboard';
  /** Where it stood when it was picked up. */
  from: Place;
  target: Place | null;
  /** The column it hovers over and may not go to. */
  refused: Status | null;
}

let drag: Drag | null = null;
const listeners = new Set<() => void>();

export const currentDrag = (): Drag | null => drag;

export function setDrag(next: Drag | null): void {
  drag = next;
  for (const listener of listeners) listener();
}

/** Changes the place that the card hovers over. Tells whether it is another one than before. */
export function setDragTarget(target: Place | null, refused: Status | null = null): boolean {
  const same = drag?.target?.status === target?.status && drag?.target?.index === target?.index;
  if (!drag || (same && drag.refused === refused)) return false;
  setDrag({ ...drag, target, refused });
  return true;
}

/** Whether the workflow lets the card in the hand be put into a column. */
export const mayDrop = (card: Card, status: Status): boolean =>
  card.status === status || canTransition(card.status, status);

export const samePlace = (a: Place, b: Place): boolean => a.status === b.status && a.index === b.index;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Reads something of the drag; redraws when it changes. Give it something that compares by `===`. */
export const useDrag = <T extends string | number | boolean | null>(read: (drag: Drag | null) => T): T =>
  useSyncExternalStore(subscribe, () => read(drag));
