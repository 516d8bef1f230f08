import type { Card } from '@edgar-auto-shop/contract';
import { sameButPosition } from '@edgar-auto-shop/react';
import { type KeyboardEvent, memo, type RefObject, useState } from 'react';
import { text } from '../text/text.ts';
import { IconButton } from '../ui/button.tsx';
import { useBoardActions } from './board-context.ts';
import { CardFace } from './card-face.tsx';
import { useDrag } from './drag/drag-store.ts';
import { CARD_ATTRIBUTE } from './drag/hit-test.ts';
import { pickUp, putBack, steer } from './drag/keyboard-drag.ts';
import { findCard } from './find-card.ts';
import type { Lateness } from './lateness.ts';
import { focusNeighbour } from './neighbour.ts';

export type PendingMark = 'saving' | 'retrying' | 'parked' | null;

const MARKS = { saving: text.card.pending, retrying: text.card.retrying, parked: text.card.parked };

interface Props {
  card: Card;
  lateness: Lateness | null;
  timeZone: string;
  pending: PendingMark;
  /** Whether cards that are drawn now came after the column was first drawn, and so are worth a glance. */
  arrivals: RefObject<boolean>;
}

function sameProps(a: Props, b: Props): boolean {
  return (
    sameButPosition(a.card, b.card) &&
    a.lateness?.kind === b.lateness?.kind &&
    a.lateness?.minutes === b.lateness?.minutes &&
    a.pending === b.pending &&
    a.timeZone === b.timeZone
  );
}

function useCardKeys(id: string) {
  const actions = useBoardActions();
  return (event: KeyboardEvent<HTMLButtonElement>) => {
    const board = actions.board();
    if (!board || event.ctrlKey || event.metaKey || event.altKey) return;
    if (steer(board, event.key, actions.drop)) {
      event.preventDefault();
      return;
    }
    const card = findCard(board, id);
    if (!card) return;
    if (event.key === ' ') pickUp(board, card);
    else if (event.key === 'm') actions.openMenu(id, event.currentTarget);
    else if (!focusNeighbour(event.currentTarget, event.key)) return;
    event.preventDefault();
  };
}

export const CardView = memo(function CardView({ card, lateness, timeZone, pending, arrivals }: Props) {
  const actions = useBoardActions();
  const inHand = useDrag((drag) => (drag?.card.id === card.id ? drag.mode : null));
  const [arrived] = useState(() => arrivals.current);
  const onKeyDown = useCardKeys(card.id);
  const classes = [
    'card',
    inHand && `card-held card-held-${inHand}`,
    arrived && 'card-arrived',
    pending === 'retrying' && 'card-retrying',
    pending === 'parked' && 'card-parked',
  ];
  return (
    <li {...{ [CARD_ATTRIBUTE]: card.id }} className={classes.filter(Boolean).join(' ')}>
      <button
        type="button"
        className="card-open"
        aria-describedby="card-instructions"
        onClick={() => actions.open(card.id)}
        onKeyDown={onKeyDown}
        onKeyUp={(event) => event.key === ' ' && event.preventDefault()}
        onBlur={putBack}
      >
        <CardFace card={card} lateness={lateness} timeZone={timeZone} />
        {pending && <span className={`card-saving card-saving-${pending}`}>{MARKS[pending]}</span>}
      </button>
      <IconButton
        icon="more"
        label={text.card.menu(card.customer_name)}
        className="card-menu"
        aria-haspopup="menu"
        onClick={(event) => actions.openMenu(card.id, event.currentTarget)}
      />
    </li>
  );
}, sameProps);
