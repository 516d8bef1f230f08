import { useEffect, useRef } from 'react';

/** Runs once the page has nothing better to do, so that what somebody will press is there when it is pressed. */
export function useIdle(run: () => unknown): void {
  const latest = useRef(run);
  useEffect(() => {
    // Safari has no idle callback.
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(() => latest.current(), 1_500);
      return () => clearTimeout(timer);
    }
    const id = window.requestIdleCallback(() => latest.current(), { timeout: 3_000 });
    return () => window.cancelIdleCallback(id);
  }, []);
}

/** While a menu was asked for and does not have the focus yet, keys are meant for it and not for the card behind. */
export function useOpeningKeys(opening: boolean, onEscape: () => void): void {
  const latest = useRef(onEscape);
  latest.current = onEscape;
  useEffect(() => {
    if (!opening) return;
    const swallow = (event: KeyboardEvent) => {
      if (document.querySelector('[role="menu"]')?.contains(document.activeElement)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.type === 'keydown' && event.key === 'Escape') latest.current();
    };
    window.addEventListener('keydown', swallow, true);
    window.addEventListener('keyup', swallow, true);
    return () => {
      window.removeEventListener('keydown', swallow, true);
      window.removeEventListener('keyup', swallow, true);
    };
  }, [opening]);
}
