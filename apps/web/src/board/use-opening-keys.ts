import { useEffect, useRef } from 'react';

/** Runs once the page is ready and has nothing better to do, so that what somebody will press is there when it is pressed. */
export function useIdle(isReady: boolean, run: () => unknown): void {
  const latest = useRef(run);
  useEffect(() => {
    if (!isReady) return;
    // Safari has no idle callback.
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(() => latest.current(), 1_500);
      return () => clearTimeout(timer);
    }
    const id = window.requestIdleCallback(() => latest.current(), { timeout: 3_000 });
    return () => window.cancelIdleCallback(id);
  }, [isReady]);
}

const OPENED = '[role="menu"], [role="dialog"]';

/** What has the focus in what was opened, if it is there. */
function arrived(): Element | null {
  const focused = document.activeElement;
  return focused?.closest(OPENED) ? focused : null;
}

/** Some keyboards write `@` with AltGr, and say that Ctrl and Alt are held. */
const isCommand = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph');

/** As if it had been typed there. */
function typeInto(field: HTMLInputElement, typed: string): void {
  field.setRangeText(typed, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: typed }));
}

/**
 * While something was asked for and does not have the focus yet, keys are meant for it and not for the page behind.
 *
 * @param opening a `form` keeps what is typed for its first field: who books by heart types on after N, at 90 ms a key, and
 *   its dialog took 200 ms to come
 */
export function useOpeningKeys(opening: 'part' | 'form' | null, onEscape: () => void): void {
  const latest = useRef(onEscape);
  latest.current = onEscape;
  useEffect(() => {
    if (!opening || arrived()) return;
    const arrival = new AbortController();
    const options = { capture: true, signal: arrival.signal };
    let typed = '';
    const take = (event: KeyboardEvent) => {
      if (isCommand(event) || arrived()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      // A key that is held down is the one that opened it.
      if (event.type === 'keyup' || event.repeat) return;
      if (event.key === 'Escape') latest.current();
      else if (event.key === 'Backspace') typed = typed.slice(0, -1);
      else if (event.key.length === 1) typed += event.key;
    };
    const handOver = () => {
      const field = arrived();
      if (!field) return;
      // From now on it is its own: a message above it and a question it asks get keys as well.
      arrival.abort();
      if (opening === 'form' && typed && field instanceof HTMLInputElement) typeInto(field, typed);
    };
    window.addEventListener('keydown', take, options);
    window.addEventListener('keyup', take, options);
    window.addEventListener('focusin', handOver, options);
    return () => arrival.abort();
  }, [opening]);
}
