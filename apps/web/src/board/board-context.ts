import type { Board, Card, Status } from '@edgar-auto-shop/contract';
import { createContext, use } from 'react';
import type { Place } from './place.ts';

/** What cards can do. Never changes, so that no card redraws because of it. */
export interface BoardActions {
  /** The board as it is shown at the moment. */
  board(): Board | null;
  open(cardId: string): void;
  openMenu(cardId: string, anchor: HTMLElement): void;
  drop(card: Card, place: Place): void;
  move(card: Card, status: Status): void;
}

const Context = createContext<BoardActions | null>(null);

export const BoardActionsProvider = Context.Provider;

export function useBoardActions(): BoardActions {
  const actions = use(Context);
  if (!actions) throw new Error('A card is drawn outside of the board');
  return actions;
}
