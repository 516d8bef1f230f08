import { pino } from 'pino';
import type { Config } from './config.ts';

/** One JSON object a line, with `level` and `time`; `info`, `warn`, `error` as in pino. */
export type Log = pino.Logger;

/**
 * The program's log on standard output. Lines are written as fast as the reader takes them, many at once when it is slow:
 * a line each would cost a system call each.
 */
export function createLog(
  config: Pick<Config, 'logLevel'>,
  to: pino.DestinationStream = pino.destination({ sync: false }),
) {
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      serializers: { err: describeError },
    },
    to,
  );
}

/** The driver's errors carry `detail`, `where` and bound values with names and phones in them: only what follows leaves. */
function describeError(error: unknown): Record<string, unknown> {
  if (typeof error === 'string') return { message: withoutValues(error) };
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return {
    type: error.name,
    message: withoutValues(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    stack: error.stack
      ?.split('\n')
      .filter((line) => line.startsWith('    at '))
      .join('\n'),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}

// PostgreSQL and JavaScript quote what they did not like: `invalid input syntax for type integer: "555-0199"`.
const withoutValues = (message: string) =>
  message
    .replace(/"[^"]*"/g, '"…"')
    .replace(/[^\s@"']+@[^\s@"']+/g, '…')
    .replace(/\+?\d[\d ().-]{6,}\d/g, '…')
    .slice(0, 500);
