import type { Card, Status } from '@edgar-auto-shop/contract';
import { memo, useEffect, useRef } from 'react';
import { text } from '../text/text.ts';
import { CardView, type PendingMark } from './card.tsx';
import { type Drag, mayDrop, samePlace, useDrag } from './drag/drag-store.ts';
import { COLUMN_ATTRIBUTE } from './drag/hit-test.ts';
import { latenessOf } from './lateness.ts';

interface Props {
  status: Status;
  cards: readonly Card[];
  timeZone: string;
  now: number | null;
  pending: ReadonlyMap<string, PendingMark>;
}

const NO_LINE = -1;

/** The index of the drop line among the cards drawn, the one in the hand included. */
function lineIndex(drag: Drag | null, status: Status, cards: readonly Card[]): number {
  if (drag?.target?.status !== status || samePlace(drag.from, drag.target)) return NO_LINE;
  const held = cards.findIndex((card) => card.id === drag.card.id);
  const { index } = drag.target;
  return held >= 0 && held <= index ? index + 1 : index;
}

const DropLine = () => <li className="drop-line" aria-hidden="true" />;

export const Column = memo(function Column({ status, cards, timeZone, now, pending }: Props) {
  const closed = useDrag((drag) => drag !== null && !mayDrop(drag.card, status));
  const line = useDrag((drag) => lineIndex(drag, status, cards));
  const arrivals = useRef(false);
  useEffect(() => {
    arrivals.current = true;
  }, []);
  const views = cards.map((card) => (
    <CardView
      key={card.id}
      card={card}
      lateness={latenessOf(card, now)}
      timeZone={timeZone}
      pending={pending.get(card.id) ?? null}
      arrivals={arrivals}
    />
  ));
  if (line !== NO_LINE) views.splice(line, 0, <DropLine key="drop-line" />);
  const state = closed ? ' column-closed' : line === NO_LINE ? '' : ' column-target';
  return (
    <section
      className={`column column-${status}${state}`}
      aria-label={text.board.column(text.status[status], cards.length)}
      {...{ [COLUMN_ATTRIBUTE]: status }}
    >
      <h2 className="column-head">
        <span className="column-dot" />
        {text.status[status]}
        <span className="column-count tabular">{cards.length}</span>
      </h2>
      <ul className="column-cards">
        {views}
        {cards.length === 0 && line === NO_LINE && <li className="column-empty">{text.board.emptyColumn}</li>}
      </ul>
    </section>
  );
});
