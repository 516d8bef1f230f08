import { decideMove, type Move } from '@edgar-auto-shop/contract';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import type { BoardDoor } from '../board/board-door.ts';
import { checkCardVersion } from './answers.ts';
import { placeCard } from './place-card.ts';

/**
 * Moves a card to another column of its board.
 *
 * @returns JSON of the contract's `Moved`
 * @throws ApiError `not_found`, `version_conflict`, `invalid_transition`, `idempotency_mismatch`, `unavailable`
 */
export function moveAppointment(door: BoardDoor, ctx: RequestContext, id: string, move: Move): Promise<WriteAnswer> {
  return door.run({
    ctx,
    appointmentId: id,
    decide(boards, now) {
      const { board, card } = boards.find(id);
      checkCardVersion(board, card, move.expected_version);
      return placeCard(board, card, decideMove(board.order, card, move.new_status, move.position, now), 'moved');
    },
  });
}
