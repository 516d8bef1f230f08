/** How near to an edge a card in the hand scrolls the column, and how fast right at the edge, in pixels a second. */
const ZONE = 96;
const SPEED = 1_100;
/** After a pause the first frame counts as one, not as the pause. */
const LONGEST_FRAME_MS = 40;

/** -1 at the upper edge of a box, 1 at its lower edge, less farther in, 0 in between. */
export function edgePull(y: number, top: number, bottom: number): number {
  const zone = Math.min(ZONE, (bottom - top) / 4);
  if (y < top + zone) return -Math.min(1, (top + zone - y) / zone);
  if (y > bottom - zone) return Math.min(1, (y - (bottom - zone)) / zone);
  return 0;
}

/**
 * Scrolls the cards of a column while a card is held near its upper or lower edge. The library that drags scrolls only what
 * is around the place it hovers over, which is the board sideways, and never that place itself.
 *
 * @returns whether there is a next frame to scroll in
 */
export function scrollAtEdge(column: Element, y: number, sinceLastMs: number): boolean {
  const list = column.querySelector('ul');
  if (!list) return false;
  const { top, bottom } = list.getBoundingClientRect();
  const pull = edgePull(y, top, bottom);
  const { scrollTop } = list;
  const atEnd = pull < 0 ? scrollTop <= 0 : scrollTop + list.clientHeight >= list.scrollHeight - 1;
  if (pull === 0 || atEnd) return false;
  // At least a pixel: a smaller step could be rounded away, and nothing would ever move.
  const step = Math.max(1, Math.abs(pull) * SPEED * (Math.min(sinceLastMs, LONGEST_FRAME_MS) / 1_000));
  list.scrollTop = scrollTop + Math.sign(pull) * step;
  return true;
}
