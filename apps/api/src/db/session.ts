// Server-side limits in milliseconds. A statement is given up before the caller is; a lock before the statement, since on
// a hot board it is the first thing to run out, but after PostgreSQL looked for a deadlock (after 1 s by default), which
// is tried again. A transaction that idles is one whose server was stopped or cannot be heard any more; it holds a board's lock against
// everybody, so it is ended before who waits for that gives up.
const LIMITS = { statement_timeout: 5_000, lock_timeout: 2_500, idle_in_transaction_session_timeout: 2_000 };
const TRANSACTION_TIMEOUT = 15_000;

/** The two roles that serve; neither owns anything. */
export type ServingRole = 'edgar_app' | 'edgar_tailer';

function settingsOf(role: ServingRole, serverVersion: number): [string, string | number][] {
  const settings = { role, search_path: 'public', timezone: 'UTC', datestyle: 'ISO', jit: 'off', ...LIMITS };
  return Object.entries(
    serverVersion >= 170_000 ? { ...settings, transaction_timeout: TRANSACTION_TIMEOUT } : settings,
  );
}

/** What a connection is opened with: role and limits from its first statement on, and after a RESET, too. */
export const sessionOptions = (role: ServingRole, serverVersion: number): string =>
  settingsOf(role, serverVersion)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');

/** Every lock is followed by statements that must see what it protects: a snapshot for each, whatever this server's default is. */
export const BEGIN = 'begin isolation level read committed';

/**
 * BEGIN with role and limits for this transaction alone. Behind a pooler that hands a connection to another caller after
 * every transaction nothing said when connecting can be relied on, and many poolers drop it without a word.
 */
export const beginWithSettings = (role: ServingRole, serverVersion: number): string =>
  [BEGIN, ...settingsOf(role, serverVersion).map(([name, value]) => `set local ${name} = '${value}'`)].join('; ');
