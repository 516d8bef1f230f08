import { useSyncExternalStore } from 'react';

let message = '';
const listeners = new Set<() => void>();

/** Has a screen reader say something that others see. */
export function announce(words: string): void {
  message = words;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Announcer() {
  const words = useSyncExternalStore(subscribe, () => message);
  return (
    <div className="sr-only" role="status" aria-live="assertive" aria-atomic="true">
      {words}
    </div>
  );
}
