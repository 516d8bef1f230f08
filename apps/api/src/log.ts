import { pino } from 'pino';
import type { Config } from './config.ts';
import { GatheredLines } from './gathered-lines.ts';

/** One JSON object a line, with `level` and `time`; `info`, `warn`, `error` as in pino. */
export type Log = pino.Logger & {
  /** Writes a line that is ready, whatever the level. */
  line(text: string): void;
};

/** Standard output. A flush waits until all is written, which pino's destination promises only with a `minLength`. */
export const standardOutput = () => new GatheredLines(pino.destination({ sync: false, minLength: 1 }));

/** The program's log. */
export function createLog(config: Pick<Config, 'logLevel'>, to: pino.DestinationStream = standardOutput()): Log {
  const log = pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      serializers: { err: describeError },
    },
    to,
  );
  return Object.assign(log, { line: (text: string) => to.write(text) });
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
