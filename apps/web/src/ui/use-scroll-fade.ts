import { type RefObject, useEffect } from 'react';
import './scroll-fade.css';

/** Fades the ends of a row behind which there is more to scroll to. Give the row the class `scroll-fade`. */
export function useScrollFade(row: RefObject<HTMLElement | null>): void {
  // After every drawing, because what is in the row may have changed.
  useEffect(() => {
    const element = row.current;
    if (!element) return;
    const look = () => {
      const { scrollLeft, scrollWidth, clientWidth } = element;
      const ends = [scrollLeft > 1 && 'start', scrollLeft + clientWidth < scrollWidth - 1 && 'end'];
      element.dataset.more = ends.filter(Boolean).join(' ');
    };
    const sizes = new ResizeObserver(look);
    sizes.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', look);
    };
  });
}
