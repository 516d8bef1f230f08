import { DatabaseError } from 'pg';
import { unavailable } from '../errors.ts';

// What PostgreSQL's error codes mean for a transaction that was not committed: https://www.postgresql.org/docs/current/errcodes-appendix.html
const RETRY = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
]);
const UNAVAILABLE = new Set([
  '55P03', // lock_not_available: lock_timeout ran out
  '57014', // query_canceled: statement_timeout ran out
  '25P03', // idle_in_transaction_session_timeout
  '25P04', // transaction_timeout
  '25006', // read_only_sql_transaction: this server is a standby now
  '53300', // too_many_connections
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now: starting up or shutting down
  '53100', // disk_full
  '53200', // out_of_memory
]);

/** What a caller may be told, where it is not that the database is out of reach. */
const WHY = new Map<string, 'locked' | 'slow'>([
  ['55P03', 'locked'],
  ['57014', 'slow'],
]);

const codeOf = (error: unknown): string | undefined => (error as { code?: string } | null)?.code;

/** Nothing was applied, and the same again may well succeed. */
export const isTransient = (error: unknown): boolean => RETRY.has(codeOf(error) ?? '');

/** Somebody else held a lock for longer than is waited for one; also as the cause of what the caller is told. */
export const isLockTimeout = (error: unknown): boolean =>
  codeOf(error) === '55P03' || codeOf((error as Error | null)?.cause) === '55P03';

/**
 * A statement was sent right behind the same one, whose preparing failed, for example for a lock, on a connection with a single user; it
 * is given up after that.
 */
export const isLeftBehind = (error: unknown): boolean => codeOf(error) === '26000';

/**
 * The server that this connection leads to is of no use any more, and so are the other connections to it: it became a standby, or it
 * gave no answer for longer than any statement may take, as a machine that is gone. That `pg` tells without a code.
 */
export const isLostServer = (error: unknown): boolean =>
  codeOf(error) === '25006' || (error instanceof Error && error.message === 'Query read timeout');

/** The violated constraint, e.g. `services_code_key`. */
export const violatedConstraint = (error: unknown): string | undefined =>
  error instanceof DatabaseError && error.code === '23505' ? error.constraint : undefined;

/** What `pg` throws by itself, without a code, when a connection breaks or cannot be had in time. */
const CONNECTION_TROUBLE = /connection|timeout|not queryable|client was closed|cannot use a pool/i;

/** How long a caller should wait before it tries again, in milliseconds. */
const RETRY_AFTER_MS = 1_000;

/**
 * What a failed transaction means to the caller: the database is out of reach (503), or the error as it is (a refusal, or a defect).
 */
export function asUnavailable(error: unknown): unknown {
  const code = codeOf(error);
  if (code && (UNAVAILABLE.has(code) || code.startsWith('08')))
    return unavailable(RETRY_AFTER_MS, error, WHY.get(code) ?? 'database');
  // PostgreSQL refused or ended the connection, whatever for: closed to connections, gone, a changed password …
  if (error instanceof DatabaseError && (error.severity === 'FATAL' || error.severity === 'PANIC'))
    return unavailable(RETRY_AFTER_MS, error);
  // Node's own: ECONNREFUSED, ECONNRESET, EPIPE, ETIMEDOUT, ENOENT (a socket file) …
  if (error instanceof Error && 'syscall' in error) return unavailable(RETRY_AFTER_MS, error);
  if (error instanceof Error && !code && CONNECTION_TROUBLE.test(error.message))
    return unavailable(RETRY_AFTER_MS, error);
  if (error instanceof AggregateError) return unavailable(RETRY_AFTER_MS, error);
  return error;
}
