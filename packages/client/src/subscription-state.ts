import type { Failure } from './errors.ts';
import { isOffline } from './network.ts';

/**
 * How a subscription gets its news.
 *
 * - `connecting`: nothing was heard yet, or the connection ended in good order and is made anew.
 * - `live`: every change comes as it happens.
 * - `polling`: streams do not come through here; changes are asked for every few seconds.
 * - `stale`: the server cannot be reached or refuses; it is tried again. `since` is when the board was last known to be
 *   current, in milliseconds since 1970, or null where there was none yet.
 * - `offline`: likewise, and the device itself says that it has no network.
 */
export type SubscriptionState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'polling' }
  | { kind: 'stale'; since: number | null; failure: Failure }
  | { kind: 'offline'; since: number | null; failure: Failure };

/** The state after a failure. */
export const troubled = (failure: Failure, since: number | null): SubscriptionState => ({
  kind: isOffline() ? 'offline' : 'stale',
  since,
  failure,
});
