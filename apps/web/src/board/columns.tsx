import { isParked, type OutboxEntry } from '@edgar-auto-shop/client/outbox';
import { type Board, type Card, STATUSES } from '@edgar-auto-shop/contract';
import { useMemo, useRef } from 'react';
import { waitingIn } from '../outbox/waiting.ts';
import { text } from '../text/text.ts';
import type { BoardActions } from './board-context.ts';
import type { PendingMark } from './card.tsx';
import { CardFace } from './card-face.tsx';
import { Column } from './column.tsx';
import { ColumnTabs } from './column-tabs.tsx';
import { PointerDrag } from './drag/pointer-drag.tsx';
import './board.css';
import './card.css';

interface Props {
  board: Board;
  pending: readonly OutboxEntry[];
  /** Null on a day that is not today: nothing is late there. */
  now: number | null;
  actions: BoardActions;
}

function marksOf(pending: readonly OutboxEntry[]): ReadonlyMap<string, PendingMark> {
  const unsaved = waitingIn(pending).length > 0 ? 'retrying' : 'saving';
  return new Map(pending.map((entry) => [entry.cardId, isParked(entry) ? 'parked' : unsaved]));
}

export function Columns({ board, pending, now, actions }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const marks = useMemo(() => marksOf(pending), [pending]);
  const renderOverlay = (card: Card) => (
    <div className="card">
      <div className="card-open">
        <CardFace card={card} lateness={null} timeZone={board.time_zone} />
      </div>
    </div>
  );
  return (
    <PointerDrag board={board} onDrop={actions.drop} renderOverlay={renderOverlay}>
      <ColumnTabs board={board} scroller={scroller} />
      <div ref={scroller} className="board">
        {STATUSES.map((status) => (
          <Column
            key={status}
            status={status}
            cards={board.columns[status].items}
            timeZone={board.time_zone}
            now={now}
            pending={marks}
          />
        ))}
        <p id="card-instructions" className="sr-only">
          {text.card.instructions}
        </p>
      </div>
    </PointerDrag>
  );
}
