import type { Status } from '@edgar-auto-shop/contract';
import type { Acknowledged, Traced } from './acknowledged.ts';
import type { Booking } from './history.ts';

/** An appointment as one of its versions left it, by what was asked for and not by what was answered. */
export interface CardState {
  version: number;
  /** Whether its board shows it: not after a cancellation, unless that was undone. */
  isThere: boolean;
  booking: Booking;
  /** The column where it stands; of a cancelled one the column that it left, to which an undo puts it back. */
  status: Status;
  /** Of its board; undefined where nobody was told. */
  revision: number | undefined;
  /** Between when it came about. */
  from: number;
  to: number;
}

/** Of a card, in the order of its versions from 1 on, up to the first that nobody can account for. */
export type CardLife = CardState[];

export function livesOf(traced: Traced[], acknowledgementOf: Map<unknown, Acknowledged>): Map<string, CardLife> {
  const lives = new Map<string, CardLife>();
  for (const [card, events] of Map.groupBy(traced, (one) => one.card)) {
    const life: CardLife = [];
    for (const { event, maker } of events) {
      const state = event.version === life.length + 1 ? stateAfter(life, maker?.write) : undefined;
      if (!state || !maker) break;
      const acknowledged = acknowledgementOf.get(maker.write);
      const told = acknowledged?.answer.version === event.version ? acknowledged : undefined;
      life.push({
        ...state,
        version: event.version,
        revision: told && Number(told.answer.revision),
        from: maker.attempt.sentAt,
        to: told?.attempt.endedAt ?? Number.POSITIVE_INFINITY,
      });
    }
    lives.set(card, life);
  }
  return lives;
}

type Maker = NonNullable<Traced['maker']>['write'];

function stateAfter(
  life: CardLife,
  write: Maker | undefined,
): Pick<CardState, 'isThere' | 'booking' | 'status'> | undefined {
  const before = life.at(-1);
  switch (write?.kind) {
    case 'book':
      return { isThere: true, booking: write.asked as Booking, status: 'scheduled' };
    case 'move':
      return before && { ...before, status: write.to ?? before.status };
    case 'reorder':
      return before;
    case 'patch':
      return before && { ...before, booking: { ...before.booking, ...write.asked } };
    case 'cancel':
      return before && { ...before, isThere: false };
    case 'undo':
      return life.at(-2);
    case undefined:
      return undefined;
  }
}

/** How a card stood at a revision of its board; undefined where it was not booked yet. */
export const stateAt = (life: CardLife, revision: number): CardState | undefined =>
  life.findLast((state) => state.revision !== undefined && state.revision <= revision);
