import { formatTime } from '../format/time.ts';
import { isSkipped, type WallClock } from '../format/wall-clock.ts';
import { text } from '../text/text.ts';
import { spanOf, type WhenDraft } from './when-draft.ts';

/** The clock's own words for a time that it never shows; a day in UTC has all hours. */
const noSuchTime = ({ date, time }: WallClock) =>
  text.newJob.missing.noSuchTime(formatTime(`${date}T${time}:00Z`, 'UTC'));

/** What is wrong with start and end, by the field it is said at. */
export function errorsInWhen(when: WhenDraft, timeZone: string): Record<string, string> {
  const say = text.newJob.missing;
  const span = spanOf(when, timeZone);
  if (!span) return { appt_start: say.when };
  const start = { date: when.date, time: when.start };
  const end = { date: when.endDate, time: when.end };
  // Sent as the time an hour later, it would be another appointment than the one on the screen, and a shorter one.
  const skipped = {
    ...(isSkipped(start, timeZone) ? { start: noSuchTime(start) } : {}),
    ...(isSkipped(end, timeZone) ? { appt_end: noSuchTime(end) } : {}),
  };
  return span.appt_end <= span.appt_start ? { appt_end: say.end, ...skipped } : skipped;
}
