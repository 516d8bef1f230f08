import type { Card } from '@edgar-auto-shop/contract';
import type { Outcome } from '@edgar-auto-shop/react';
import { text } from '../text/text.ts';
import { toasts } from '../ui/toast-store.ts';
import { refusalMessage } from './refusal-message.ts';

/** Tells how a change of a card ended; one's own success comes with the way back. */
export function toastOutcome(
  before: Pick<Card, 'customer_name' | 'status'>,
  outcome: Outcome,
  undo?: (version: number) => void,
): void {
  const { customer_name: customer } = before;
  if (outcome.kind === 'withdrawn') toasts.show({ tone: 'plain', message: text.outcome.withdrawn(customer) });
  else if (outcome.kind === 'refused') {
    // What fell with an earlier refusal has been explained by that one.
    if (!outcome.follows) toasts.show({ tone: 'problem', message: refusalMessage(customer, outcome) });
  } else if (outcome.kind === 'parked') {
    // It waits for a choice in the outbox, and the header says so for as long as it does.
  } else if (undo) {
    const { status, version } = outcome.answer;
    const message =
      status === before.status ? text.outcome.reordered(customer) : text.outcome.moved(customer, text.status[status]);
    toasts.show({
      tone: 'plain',
      message,
      about: outcome.cardId,
      action: { label: text.outcome.undo, run: () => undo(version) },
    });
  } else toasts.show({ tone: 'plain', message: text.outcome.undone(customer) });
}
