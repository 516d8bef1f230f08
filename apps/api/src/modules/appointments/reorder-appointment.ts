import { decideReorder, type Reorder } from '@edgar-auto-shop/contract';
import type { RequestContext, WriteAnswer } from '../../request-context.ts';
import type { BoardDoor } from '../board/board-door.ts';
import { checkCardVersion } from './answers.ts';
import { placeCard } from './place-card.ts';

/**
 * Gives a card another place in its column.
 *
 * @returns JSON of the contract's `Moved`; the same version where it stood there already
 * @throws ApiError `not_found`, `version_conflict`, `idempotency_mismatch`, `unavailable`
 */
export function reorderAppointment(
  door: BoardDoor,
  ctx: RequestContext,
  id: string,
  reorder: Reorder,
): Promise<WriteAnswer> {
  return door.run({
    ctx,
    appointmentId: id,
    decide(boards, now) {
      const { board, card } = boards.find(id);
      checkCardVersion(board, card, reorder.expected_version);
      return placeCard(board, card, decideReorder(board.order, card, reorder.position, now), 'reordered');
    },
  });
}
