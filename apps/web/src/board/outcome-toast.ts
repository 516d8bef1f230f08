import type { Card } from '@edgar-auto-shop/contract';
import type { Outcome } from '@edgar-auto-shop/react';
import { text } from '../text/text.ts';
import { toasts } from '../ui/toast-store.ts';
import { refusalMessage } from './refusal-message.ts';

interface Ways {
  /** The way back from one's own success. */
  undo?: (() => void) | undefined;
  /** To what waits for a choice. */
  choose?: (() => void) | undefined;
}

/** Tells how a change of a card ended. */
export function toastOutcome(
  before: Pick<Card, 'customer_name' | 'status'>,
  outcome: Outcome,
  { undo, choose }: Ways = {},
): void {
  const { customer_name: customer } = before;
  if (outcome.kind === 'withdrawn') toasts.show({ tone: 'plain', message: text.outcome.withdrawn(customer) });
  else if (outcome.kind === 'refused') {
    // What fell with an earlier refusal has been explained by that one.
    if (!outcome.follows) toasts.show({ tone: 'problem', message: refusalMessage(customer, outcome) });
  } else if (outcome.kind === 'parked') {
    if (outcome.entry.follows) return;
    const action = choose && { action: { label: text.outbox.show, run: choose } };
    toasts.show({ tone: 'problem', message: text.outbox.parked(customer), ...action });
  } else if (undo) {
    const { status } = outcome.answer;
    const message =
      status === before.status ? text.outcome.reordered(customer) : text.outcome.moved(customer, text.status[status]);
    toasts.show({ tone: 'plain', message, action: { label: text.outcome.undo, run: undo } });
  } else toasts.show({ tone: 'plain', message: text.outcome.undone(customer) });
}
