import type { Card } from '@edgar-auto-shop/contract';
import type { Outcome } from '@edgar-auto-shop/react';
import { text } from '../text/text.ts';
import { toasts } from '../ui/toast-store.ts';

type Refused = Extract<Outcome, { kind: 'refused' }>;

/** Why a card went back, in words of the shop. */
export function refusalMessage(customer: string, { failure, card }: Refused): string {
  const say = text.outcome;
  switch (failure.kind) {
    case 'version_conflict':
      return card ? say.conflict(customer, text.status[card.status]) : say.gone(customer);
    case 'not_found':
      return say.gone(customer);
    case 'invalid_transition':
      return say.notAllowed(customer, text.status[failure.details.from], text.status[failure.details.to]);
    case 'not_undoable':
      return failure.details.reason === 'creation' ? say.notUndoableCreation(customer) : say.notUndoableLate(customer);
    case 'unauthenticated':
    case 'forbidden':
      return say.forbidden(customer);
    default:
      return say.failed(customer, failure.message);
  }
}

/** Tells how a change of a card ended; one's own success comes with the way back. */
export function toastOutcome(
  before: Pick<Card, 'customer_name' | 'status'>,
  outcome: Outcome,
  undo?: () => void,
): void {
  const { customer_name: customer } = before;
  if (outcome.kind === 'withdrawn') toasts.show({ tone: 'plain', message: text.outcome.withdrawn(customer) });
  else if (outcome.kind === 'refused') {
    // What fell with an earlier refusal has been explained by that one.
    if (!outcome.follows) toasts.show({ tone: 'problem', message: refusalMessage(customer, outcome) });
  } else if (undo) {
    const { status } = outcome.answer;
    const message =
      status === before.status ? text.outcome.reordered(customer) : text.outcome.moved(customer, text.status[status]);
    toasts.show({ tone: 'plain', message, action: { label: text.outcome.undo, run: undo } });
  } else toasts.show({ tone: 'plain', message: text.outcome.undone(customer) });
}
