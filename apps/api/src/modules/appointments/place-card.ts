import type { ChangeType, Decision } from '@edgar-auto-shop/contract';
import type { StoredCard } from '../../db/stored-card.ts';
import { invalidTransition } from '../../errors.ts';
import type { Outcome } from '../board/board-command.ts';
import { type BoardState, positionOf } from '../board/board-state.ts';
import { movedAnswer, movedOn } from './answers.ts';
import { changesOf } from './change-of.ts';

/**
 * A rule's decision about where a card stands, as what is to be written.
 *
 * @throws ApiError `invalid_transition`
 */
export function placeCard(
  board: BoardState,
  card: StoredCard,
  decision: Decision<StoredCard>,
  type: ChangeType,
): Outcome {
  if (decision.kind === 'refused') throw invalidTransition(decision.from, decision.to);
  if (decision.kind === 'unchanged') return { kind: 'unchanged', answer: movedAnswer(board, card) };
  const after = decision.card;
  return {
    kind: 'changed',
    deltas: new Map([[board.date, { cards: [after], removed: [], order: decision.order }]]),
    change: {
      version: after.version,
      type,
      fromStatus: card.status,
      toStatus: after.status,
      fromPosition: positionOf(board, card),
      toPosition: decision.position,
      changes: changesOf(card, after),
    },
    answer: (boards) => movedOn(boards, card.id),
  };
}
