import {
  DndContext,
  DragOverlay,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { type Board, type Card, STATUSES, type Status } from '@edgar-auto-shop/contract';
import { type ReactNode, type RefObject, type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { findCard } from '../find-card.ts';
import { type Place, placeOf } from '../place.ts';
import { sayCancelled, sayDropped, sayPickedUp, sayRefused } from './announcements.ts';
import { currentDrag, samePlace, setDrag } from './drag-store.ts';
import { CARD_ATTRIBUTE, COLUMN_ATTRIBUTE } from './hit-test.ts';
import { useTargetTracking } from './use-target-tracking.ts';

// A few pixels tell a drag from a click; a long press tells it from a scroll.
const MOUSE = { activationConstraint: { distance: 5 } };
const TOUCH = { activationConstraint: { delay: 220, tolerance: 8 } };
/** The library's own announcements know coordinates; ours know columns and places. */
const SILENT = {
  announcements: { onDragStart: noWords, onDragOver: noWords, onDragEnd: noWords, onDragCancel: noWords },
  screenReaderInstructions: { draggable: '' },
};
function noWords(): undefined {}

/** The card that was pressed. */
let pressed: Element | null = null;
// What is picked up is measured by its own box, not by that of the surface that listens for all of them.
const MEASURING = {
  draggable: { measure: (surface: HTMLElement) => (pressed ?? surface).getBoundingClientRect() },
};
/** At the very edge 600 px a second: half a second for each column of a phone, so that one can stop at the right one. */
const AUTO_SCROLL = { layoutShiftCompensation: false, acceleration: 3, threshold: { x: 0.12, y: 0.15 } };

type Listeners = ReturnType<typeof useDraggable>['listeners'];

/** One draggable for the whole board; where it was pressed tells which card it is. */
function BoardDraggable({
  surface,
  listeners,
}: {
  surface: RefObject<HTMLElement | null>;
  listeners: RefObject<Listeners>;
}) {
  const draggable = useDraggable({ id: 'card' });
  listeners.current = draggable.listeners;
  const { setNodeRef } = draggable;
  useEffect(() => setNodeRef(surface.current), [setNodeRef, surface]);
  return null;
}

/** A column as the library knows it, so that the board scrolls sideways under a card that is held at its edge. */
function ColumnDroppable({ status }: { status: Status }) {
  const { setNodeRef } = useDroppable({ id: status });
  useEffect(
    () => setNodeRef(document.querySelector<HTMLElement>(`[${COLUMN_ATTRIBUTE}="${status}"] > ul`)),
    [setNodeRef, status],
  );
  return null;
}

interface Props {
  board: Board;
  onDrop: (card: Card, place: Place) => void;
  /** The card as it looks in the hand. */
  renderOverlay: (card: Card) => ReactNode;
  children: ReactNode;
}

export function PointerDrag({ board, onDrop, renderOverlay, children }: Props) {
  const sensors = useSensors(useSensor(MouseSensor, MOUSE), useSensor(TouchSensor, TOUCH));
  const [card, setCard] = useState<Card | null>(null);
  const latest = useRef(board);
  latest.current = board;
  useTargetTracking(card !== null, board);

  const start = () => {
    const picked = findCard(latest.current, pressed?.getAttribute(CARD_ATTRIBUTE) ?? '');
    if (!picked) return;
    const from = placeOf(latest.current, picked);
    setDrag({ card: picked, mode: 'pointer', from, target: null, refused: null });
    setCard(picked);
    sayPickedUp(latest.current, picked, from);
  };
  const end = () => {
    const drag = currentDrag();
    setDrag(null);
    setCard(null);
    if (drag?.target && !samePlace(drag.from, drag.target)) {
      onDrop(drag.card, drag.target);
      sayDropped(drag.card, drag.target);
    } else if (drag?.refused) sayRefused(drag.card, drag.refused);
    else if (drag) sayCancelled(drag.card);
  };
  const cancel = () => {
    const drag = currentDrag();
    setDrag(null);
    setCard(null);
    if (drag) sayCancelled(drag.card);
  };

  const surface = useRef<HTMLDivElement>(null);
  const listeners = useRef<Listeners>(undefined);
  const press = (name: string) => (event: SyntheticEvent) => {
    pressed = event.target instanceof Element ? event.target.closest(`[${CARD_ATTRIBUTE}]`) : null;
    if (pressed) listeners.current?.[name]?.(event);
  };
  // The board is beside the library's context and not in it: a card picked up or dropped changes that context, and React would look
  // through all that is in it, 500 cards, for somebody to tell.
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the cards in it are buttons, with keys that do the same */}
      <div
        ref={surface}
        className="drag-surface"
        onMouseDown={press('onMouseDown')}
        onTouchStart={press('onTouchStart')}
      >
        {children}
      </div>
      <DndContext
        sensors={sensors}
        collisionDetection={pointerWithin}
        accessibility={SILENT}
        measuring={MEASURING}
        autoScroll={AUTO_SCROLL}
        onDragStart={start}
        onDragEnd={end}
        onDragCancel={cancel}
      >
        <BoardDraggable surface={surface} listeners={listeners} />
        {STATUSES.map((status) => (
          <ColumnDroppable key={status} status={status} />
        ))}
        <DragOverlay dropAnimation={null} className="card-overlay">
          {card && renderOverlay(card)}
        </DragOverlay>
      </DndContext>
    </>
  );
}
