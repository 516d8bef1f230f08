import type { Board, Card } from '@edgar-auto-shop/contract';
import type { Outcome, StatusBoard } from '@edgar-auto-shop/react';
import { useMemo, useRef } from 'react';
import { toasts } from '../ui/toast-store.ts';
import type { BoardActions } from './board-context.ts';
import { toastOutcome } from './outcome-toast.ts';
import { type Place, positionAt } from './place.ts';

interface Parts {
  status: StatusBoard;
  filtered: boolean;
  open: (cardId: string) => void;
  openMenu: (cardId: string, anchor: HTMLElement) => void;
}

/** The actions of the cards. They stay the same objects while the board under them changes. */
export function useBoardActionsOf(parts: Parts): BoardActions {
  const latest = useRef(parts);
  latest.current = parts;
  return useMemo(() => {
    const board = (): Board | null => latest.current.status.board;
    const undo = (card: Card, version: number) => {
      void latest.current.status.undo(card.id, version).then((outcome) => toastOutcome(card, outcome));
    };
    const tell = (card: Card, outcome: Promise<Outcome>) => {
      // Its message offers to take back the change before.
      toasts.forget(card.id);
      void outcome.then((it) => {
        const isNews = it.kind !== 'applied' || it.changed;
        if (isNews) toastOutcome(card, it, (version) => undo(card, version));
      });
    };
    return {
      board,
      open: (id) => latest.current.open(id),
      openMenu: (id, anchor) => latest.current.openMenu(id, anchor),
      drop(card: Card, place: Place) {
        const { status, filtered } = latest.current;
        const shown = status.board?.columns[place.status].items ?? [];
        const position = positionAt(shown, card, place, filtered);
        if (place.status !== card.status) tell(card, status.moveAppointment(card.id, place.status, position));
        else tell(card, status.reorder(card.id, position ?? shown.length));
      },
      move: (card, to) => tell(card, latest.current.status.moveAppointment(card.id, to)),
    };
  }, []);
}
