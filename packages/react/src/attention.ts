import { isOffline, NETWORK_EVENTS, onEvents } from '@edgar-auto-shop/client/outbox';

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

/** The last one is the document's, and bubbles. */
const EVENTS = [...NETWORK_EVENTS, 'focus', 'visibilitychange'];

/** The browser; outside of one, a place that is always online and seen. */
export const browserSurroundings: Surroundings = {
  now: () => Date.now(),
  isOffline,
  isHidden: () => typeof document !== 'undefined' && document.visibilityState === 'hidden',
  watch(onChange) {
    const left = new AbortController();
    onEvents(EVENTS, onChange, left.signal);
    return () => left.abort();
  },
};
