import { hash } from 'node:crypto';
import { type Board, type Card, STATUSES } from '@edgar-auto-shop/contract';

/** Cards stay the same objects from one revision to the next unless they changed; so does what they read like. */
const texts = new WeakMap<Card, string>();

function textOf(card: Card): string {
  let text = texts.get(card);
  if (text === undefined) {
    text = JSON.stringify(Object.entries(card).sort(([a], [b]) => (a < b ? -1 : 1)));
    texts.set(card, text);
  }
  return text;
}

/** Two boards have the same digest when they show the same: every field of every card, its place, and the sums. */
export function digestOf(board: Board): string {
  const columns = STATUSES.map((status) => board.columns[status].items.map(textOf).join());
  const { jobsToday, onPrem, statusCounts } = board.stats;
  const sums = [jobsToday, onPrem, ...STATUSES.map((status) => statusCounts[status])];
  return hash('md5', [board.revision, ...columns, sums.join()].join('\n'), 'base64url');
}
