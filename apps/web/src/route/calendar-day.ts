const DAY = /^(19[7-9]\d|20\d\d|21\d\d)-\d{2}-\d{2}$/;

/** Whether it names a day that there is, in the years that the API knows: 1970 to 2199. */
export function isCalendarDay(value: string | null): value is string {
  if (value === null || !DAY.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  // Some engines take February 30 for a day in March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
