import { setTimeout as sleep } from 'node:timers/promises';
import { asUnavailable } from '../db/failures.ts';
import { ApiError } from '../errors.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/** A fault of the settings or of the machine, in words for whoever started the program. */
export class StartError extends Error {}

/** Host, port and name of a database, without user and password. */
export function placeOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname || 'localhost'}:${port || '5432'}${pathname}`;
}

const HINTS: Record<string, string> = {
  '28P01': 'it refused the password. Correct user and password in DATABASE_URL.',
  '28000': 'it refused the user. Correct the user in DATABASE_URL, or its pg_hba.conf.',
  '3D000': 'it has no database of that name. Create it (createdb), or correct the name in DATABASE_URL.',
  '42501':
    'its user may not do what is needed. The owner (DATABASE_MIGRATION_URL, or DATABASE_URL where there is only one) must be allowed ' +
    'to change tables and create roles, or find them made by a superuser: create role edgar_app nologin; create role edgar_tailer nologin; ' +
    'and every user that serves must be a member: grant edgar_app, edgar_tailer to THE_USER;',
};

/**
 * Tries until it works, as long as the trouble is one that goes away: a database that starts, a network that comes back.
 * @param tell called when the first attempt fails, and when the reason changes
 * @throws StartError where waiting is of no use
 */
export async function keepTrying<T>(
  url: string,
  attempt: () => Promise<T>,
  tell: (line: string) => void,
  stopped: AbortSignal,
): Promise<T> {
  let told = '';
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      const code = (error as { code?: string }).code ?? '';
      const hint = HINTS[code];
      if (hint !== undefined)
        throw new StartError(`The database at ${placeOf(url)} answered, but ${hint}`, { cause: error });
      if (!(asUnavailable(error) instanceof ApiError)) throw error;
      const reason = code || (error as Error).message;
      if (reason !== told) {
        tell(`The database at ${placeOf(url)} cannot be reached (${reason}). Trying until it answers; Ctrl-C stops.`);
      }
      told = reason;
      await sleep(pause, undefined, { signal: stopped });
    }
  }
}
