/**
 * The list with the item at the index it shall have once it is there; past the end, or without an index, at the end.
 * An item that is in the list already is taken out first.
 *
 * @example placeAt(['a', 'b', 'c'], 'a', 1) // ['b', 'a', 'c']
 */
export function placeAt<T>(list: readonly T[], item: T, index?: number): T[] {
  const rest = list.filter((other) => other !== item);
  rest.splice(Math.min(index ?? rest.length, rest.length), 0, item);
  return rest;
}

/**
 * Where a new card goes among the scheduled ones: just below the lowest that starts no later than it does, or to the top.
 * A dispatcher may have dragged cards out of the order of time; looking from below keeps such a hand-made order.
 *
 * @param starts the starts of the scheduled cards from top to bottom, as UTC instants of one format
 * @example placeByStart(['2025-09-20T15:00:00.000Z'], '2025-09-20T16:00:00.000Z') // 1
 */
export function placeByStart(starts: readonly string[], start: string): number {
  return starts.findLastIndex((other) => other <= start) + 1;
}
