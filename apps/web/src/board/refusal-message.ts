import type { Outcome } from '@edgar-auto-shop/react';
import { text } from '../text/text.ts';

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
