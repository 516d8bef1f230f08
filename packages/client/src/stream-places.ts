import { NoStream } from './listen.ts';

/**
 * How many windows of a browser listen at once. Over HTTP/1.1 it opens six connections to a server, all its windows
 * together: six streams would leave none for anything else, and the seventh window would not even load.
 */
const PLACES = 3;

/** What is used of a window or worker; other runtimes have no such limit on connections, and no `location`. */
interface Surroundings {
  location?: unknown;
  navigator?: {
    locks?: {
      request(
        name: string,
        options: { ifAvailable: true },
        work: (lock: unknown) => Promise<boolean>,
      ): Promise<boolean>;
    };
  };
}

/**
 * Runs the work, which is to listen, while it holds one of the few places that a browser's windows share.
 *
 * @throws NoStream where all are taken; what the work throws
 * @example await inStreamPlace(() => listen(open, signal, take));
 */
export async function inStreamPlace(
  work: () => Promise<void>,
  surroundings: Surroundings = globalThis as Surroundings,
): Promise<void> {
  const locks = surroundings.location === undefined ? undefined : surroundings.navigator?.locks;
  if (!locks) return work();
  for (let place = 1; place <= PLACES; place += 1) {
    let hasBegun = false;
    const hold = async (lock: unknown) => {
      if (lock === null) return false;
      hasBegun = true;
      await work();
      return true;
    };
    const listened = await locks
      .request(`edgar-auto-shop stream ${place}`, { ifAvailable: true }, hold)
      .catch((thrown: unknown) => {
        if (hasBegun) throw thrown;
        // A frame that may not have locks, such as a sandboxed one, is not counted.
        return work().then(() => true);
      });
    if (listened) return;
  }
  throw new NoStream(`${PLACES} windows listen already`);
}
