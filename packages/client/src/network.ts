/** The page's or worker's global object; Node and other runtimes lack what is optional here. */
interface Surroundings {
  navigator?: { onLine?: boolean };
  addEventListener?(type: string, listener: () => void, options: { signal: AbortSignal }): void;
}

const surroundings = globalThis as Surroundings;

/** Whether the device says that it has no network. It may be wrong in both directions, so it never decides whether to try. */
export const isOffline = (): boolean => surroundings.navigator?.onLine === false;

/** Calls back when the device says that its network has come or gone, where it says so, until the signal fires. */
export function onNetworkChange(listener: () => void, signal: AbortSignal): void {
  surroundings.addEventListener?.('online', listener, { signal });
  surroundings.addEventListener?.('offline', listener, { signal });
}
