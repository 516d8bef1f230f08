/** What clocks in a time zone show. */
export interface WallClock {
  /** Minutes since midnight at an instant. */
  minuteOfDay(instant: Date): number;
  /**
   * The instant at which they show so many minutes after the date's midnight. Where they never do, because they are put
   * forward, the moment as much later.
   */
  instantAt(date: string, minute: number): Date;
}

const MINUTE = 60_000;

/** @param timeZone an IANA name */
export function wallClock(timeZone: string): WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  /** What the clocks show, as if it were UTC. */
  const shown = (instant: number): number => {
    const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute);
  };
  const floored = (instant: number) => Math.floor(instant / MINUTE) * MINUTE;
  return {
    minuteOfDay: (instant) => (shown(instant.getTime()) / MINUTE) % (24 * 60),
    instantAt(date, minute) {
      const wanted = Date.parse(`${date}T00:00:00Z`) + minute * MINUTE;
      const offsetAt = (instant: number) => shown(instant) - floored(instant);
      // The offset is looked up near the instant, and again at what came of it: between the two the clocks may change.
      const near = wanted - offsetAt(wanted);
      const nearer = wanted - offsetAt(near);
      const exact = [nearer, near].find((instant) => shown(instant) === wanted);
      return new Date(exact ?? Math.max(near, nearer));
    },
  };
}
