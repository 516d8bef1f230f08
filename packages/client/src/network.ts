/** The page's or worker's global object; Node and other runtimes lack what is optional here. */
interface Surroundings {
  navigator?: { onLine?: boolean };
  addEventListener?(type: string, listener: () => void, options: { signal: AbortSignal }): void;
}

const surroundings = globalThis as Surroundings;

/** Whether the device says that it has no network. It may be wrong in both directions, so it never decides whether to try. */
export const isOffline = (): boolean => surroundings.navigator?.onLine === false;

/** The events by which a device says that its network has come or gone. */
export const NETWORK_EVENTS = ['online', 'offline'];

/** Calls back on events of the page or worker, where there are such, until the signal fires. */
export function onEvents(names: readonly string[], listener: () => void, signal: AbortSignal): void {
  for (const name of names) surroundings.addEventListener?.(name, listener, { signal });
}
