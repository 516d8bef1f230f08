/** What the store needs to know of the place it runs in; replaced in tests. */
export interface Surroundings {
  now(): number;
  /** Whether the device itself says that it has no network. */
  isOffline(): boolean;
  /** Whether nobody can see the screen. */
  isHidden(): boolean;
  /** Calls back when the screen is seen again, the window gets the focus or the network returns; or when either is lost. */
  watch(onChange: () => void): () => void;
}

const EVENTS = [
  ['window', 'online'],
  ['window', 'offline'],
  ['window', 'focus'],
  ['document', 'visibilitychange'],
] as const;

/** The browser; outside of one, a place that is always online and seen. */
export const browserSurroundings: Surroundings = {
  now: () => Date.now(),
  isOffline: () => typeof navigator !== 'undefined' && navigator.onLine === false,
  isHidden: () => typeof document !== 'undefined' && document.visibilityState === 'hidden',
  watch(onChange) {
    if (typeof window === 'undefined') return () => {};
    const target = { window, document };
    for (const [where, event] of EVENTS) target[where].addEventListener(event, onChange);
    return () => {
      for (const [where, event] of EVENTS) target[where].removeEventListener(event, onChange);
    };
  },
};
