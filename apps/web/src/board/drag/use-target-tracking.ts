import type { Board } from '@edgar-auto-shop/contract';
import { useEffect } from 'react';
import { sayOver } from './announcements.ts';
import { currentDrag, mayDrop, setDragTarget } from './drag-store.ts';
import { scrollAtEdge } from './edge-scroll.ts';
import { columnUnder, placeIn } from './hit-test.ts';

/** Follows the finger or the mouse, and the columns that scroll away under it. */
export function useTargetTracking(active: boolean, board: Board): void {
  useEffect(() => {
    if (!active) return;
    let point: { clientX: number; clientY: number } | undefined;
    let frame = 0;
    let before = 0;
    const look = (now: number) => {
      frame = 0;
      const sinceLast = now - before;
      before = now;
      const drag = currentDrag();
      if (!drag || !point) return;
      const column = columnUnder(point.clientX, point.clientY);
      const place = column && placeIn(column, point.clientY, drag.card.id);
      const allowed = place !== null && mayDrop(drag.card, place.status);
      const target = allowed ? place : null;
      const refused = place && !allowed ? place.status : null;
      if (setDragTarget(target, refused)) sayOver(board, drag.card, target, refused);
      if (column && allowed && scrollAtEdge(column, point.clientY, sinceLast)) schedule();
    };
    const schedule = () => {
      frame ||= requestAnimationFrame(look);
    };
    const follow = (event: MouseEvent | TouchEvent) => {
      point = 'touches' in event ? event.touches[0] : event;
      schedule();
    };
    const options = { passive: true, capture: true };
    window.addEventListener('mousemove', follow, options);
    window.addEventListener('touchmove', follow, options);
    window.addEventListener('scroll', schedule, options);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('mousemove', follow, options);
      window.removeEventListener('touchmove', follow, options);
      window.removeEventListener('scroll', schedule, options);
    };
  }, [active, board]);
}
