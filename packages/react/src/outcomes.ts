import type { Failure } from '@edgar-auto-shop/client';
import type { OutboxEntry, Place } from '@edgar-auto-shop/client/outbox';
import type { Card, Moved } from '@edgar-auto-shop/contract';

/**
 * How a change ended.
 *
 * - `applied`: the server has it; `answer` says where the card is, `changed` whether it was anywhere else before.
 * - `refused`: the card is where `card` says (undefined: not on this board any more). `follows` tells that an earlier
 *   change of the same card was refused, and this one fell with it.
 * - `parked`: it could not be sent at once, and when it could, it was in conflict or made no sense any more. It stays in the
 *   outbox until somebody chooses.
 * - `withdrawn`: given up, or not needed any more because the card is there already. `unsure` tells that a try may have reached the server
 *   all the same: then only the board says.
 */
export type Outcome =
  | { kind: 'applied'; cardId: string; answer: Moved; before: Place | undefined; changed: boolean }
  | { kind: 'refused'; cardId: string; failure: Failure; card: Card | undefined; follows: boolean }
  | { kind: 'parked'; cardId: string; entry: OutboxEntry }
  | { kind: 'withdrawn'; cardId: string; unsure: boolean };
