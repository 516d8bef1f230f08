import { type Board, type Card, type Status, TRANSITIONS } from '@edgar-auto-shop/contract';
import { text } from '../../text/text.ts';
import { announce } from '../../ui/announcer.tsx';
import { toasts } from '../../ui/toast-store.ts';
import { type Place, sizeWith } from '../place.ts';

export function sayPickedUp(board: Board, card: Card, { status, index }: Place): void {
  announce(text.drag.pickedUp(card.customer_name, text.status[status], index + 1, sizeWith(board, status, card)));
}

/** Why the workflow keeps a card out of a column. */
const whyNot = ({ status }: Card, to: Status): string =>
  TRANSITIONS[status].length === 0 ? text.menu.final : text.drag.notFrom(text.status[status], text.status[to]);

export function sayOver(board: Board, card: Card, place: Place | null, refused: Status | null = null): void {
  if (refused) announce(whyNot(card, refused));
  else if (!place) announce(text.drag.overNothing);
  else announce(text.drag.over(text.status[place.status], place.index + 1, sizeWith(board, place.status, card)));
}

export function sayDropped(card: Card, { status, index }: Place): void {
  announce(text.drag.dropped(card.customer_name, text.status[status], index + 1));
}

/** After columns that a card was steered over because it may not go to them; where it is now, or that it went nowhere. */
export function saySkipped(board: Board, card: Card, skipped: readonly Status[], place: Place | null): void {
  const reasons = new Set(skipped.map((status) => whyNot(card, status)));
  const now = place
    ? text.drag.over(text.status[place.status], place.index + 1, sizeWith(board, place.status, card))
    : text.drag.noFurther;
  announce([now, ...[...reasons].map((reason) => `${reason}.`)].join(' '));
}

/** A card was let go over a column that it may not go to: nothing moves, and that wants a reason. */
export function sayRefused(card: Card, to: Status): void {
  const reason = whyNot(card, to);
  toasts.show({ tone: 'problem', message: reason });
  announce(`${reason}. ${text.drag.cancelled(card.customer_name)}`);
}

export function sayCancelled(card: Card): void {
  announce(text.drag.cancelled(card.customer_name));
}
