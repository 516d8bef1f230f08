/** Calls back into somebody else's code. A fault of theirs is theirs, as with any event: it is not taken for one of the stream. */
export function outside(callBack: () => void): void {
  try {
    callBack();
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
}
