import type { Board } from '@edgar-auto-shop/contract';
import type { PlayedCard } from './cards-in-play.ts';
import type { Answer } from './http-connection.ts';

/**
 * What is wrong with a board, or null. Nobody else moves `card` meanwhile, so the board must show it exactly as it is known.
 * @param whole also every other card: each once, positions 0…n−1 in every column
 */
export function complaintAboutBoard(answer: Answer, card: PlayedCard, whole: boolean): string | null {
  const body = answer.body as Buffer;
  if (answer.status !== 200) return `a board answered ${answer.status}: ${body}`;
  const known = `{"id":"${card.id}","version":${card.version},"status":"${card.status}","position":`;
  if (!body.includes(known)) return `a board of ${card.date} is without ${known}…`;
  if (!whole) return null;
  const { data } = JSON.parse(String(body)) as { data: Board };
  const columns = Object.values(data.columns);
  const ids = new Set(columns.flatMap(({ items }) => items.map(({ id }) => id)));
  if (ids.size !== data.stats.jobsToday)
    return `a board of ${card.date} shows ${ids.size} of ${data.stats.jobsToday} cards`;
  const dense = columns.every(({ items }) => items.every(({ position }, index) => position === index));
  return dense ? null : `a board of ${card.date} has gaps between positions`;
}
