import { dateInZone } from '@edgar-auto-shop/contract';

/** What a clock on the wall of the shop shows, as date and time inputs want it: `2025-09-20` and `08:30`. */
export interface WallClock {
  date: string;
  time: string;
}

function timeInZone(instant: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    instant,
  );
}

export function toWallClock(instant: string | number, timeZone: string): WallClock {
  const at = new Date(instant).getTime();
  return { date: dateInZone(at, timeZone), time: timeInZone(at, timeZone) };
}

/**
 * The instant at which the shop's clock shows this. In the hour that a change to summer time leaves out, the one as much
 * later, so that an end can follow a start that is still being typed: `isSkipped` tells; in the hour that comes twice, the first.
 *
 * @returns UTC, `2025-09-20T15:30:00.000Z`, or undefined where date or time are not complete
 */
export function fromWallClock({ date, time }: WallClock, timeZone: string): string | undefined {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^\d{2}:\d{2}$/.test(time) || Number.isNaN(wanted)) return undefined;
  const shownAt = (instant: number) => {
    const wall = toWallClock(instant, timeZone);
    return Date.parse(`${wall.date}T${wall.time}:00Z`);
  };
  // The offset in force a day before and a day after: one of the two holds at the moment that is looked for.
  const offsets = [wanted - 86_400_000, wanted + 86_400_000].map((near) => shownAt(near) - near);
  const candidates = offsets.map((offset) => wanted - offset).sort((a, b) => a - b);
  const found = candidates.find((candidate) => shownAt(candidate) === wanted) ?? candidates.at(-1) ?? wanted;
  return new Date(found).toISOString();
}

/** Whether the shop's clock never shows this, because a change to summer time leaves it out. */
export function isSkipped(wall: WallClock, timeZone: string): boolean {
  const instant = fromWallClock(wall, timeZone);
  if (instant === undefined) return false;
  const shown = toWallClock(instant, timeZone);
  return shown.time !== wall.time || shown.date !== wall.date;
}
