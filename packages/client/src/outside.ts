/**
 * Calls back into somebody else's code. A fault of theirs is theirs, as with any event: it is thrown later, by itself, and is not
 * taken for one of what goes on here.
 *
 * @example for (const listener of listeners) outside(listener);
 */
export function outside(callBack: () => void): void {
  try {
    callBack();
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}
