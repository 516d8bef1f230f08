/** What kept the embedded PostgreSQL from starting; each has a message that says what to do. */
export type EmbeddedPostgresProblem =
  | 'in_use'
  | 'not_writable'
  | 'not_a_folder'
  | 'disk_full'
  | 'wrong_version'
  | 'not_postgres'
  | 'no_binaries'
  | 'cannot_leave_root'
  | 'no_such_user'
  | 'still_running'
  | 'start_failed';

/** Thrown by `startEmbeddedPostgres`; `message` is written for the person who started the program. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
  readonly problem: EmbeddedPostgresProblem;

  constructor(problem: EmbeddedPostgresProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS']);
const UNUSABLE = new Set(['ENOTDIR', 'ELOOP', 'ENAMETOOLONG']);
/** initdb wants the name of its user, and a number alone has none: a container started with `--user 1234`. */
const NAMELESS = /could not look up (?:effective )?user ID (\d+)/;
const FULL = new Set(['ENOSPC', 'EDQUOT']);

/**
 * Turns what the file system said about the data folder into a message that says what to do.
 * Errors that are explained already, and those nobody foresaw, pass through unchanged.
 */
export function explainFileError(folder: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  if (FULL.has(code)) return diskFull(folder, error);
  if (UNWRITABLE.has(code)) return notWritable(folder, error);
  if (UNUSABLE.has(code)) {
    return new EmbeddedPostgresError(
      'not_a_folder',
      `The data folder ${folder} cannot be used: ${(error as Error).message}. Choose another folder with DATA_DIR.`,
      { cause: error },
    );
  }
  return error;
}

/** Turns the last words of initdb or postgres into a message that says what to do. */
export function explainOutput(folder: string, output: string): EmbeddedPostgresError {
  const nameless = NAMELESS.exec(output)?.[1];
  if (nameless !== undefined) return noSuchUser(nameless, output);
  if (/No space left on device|Disk quota exceeded|Check free disk space/.test(output)) return diskFull(folder, output);
  if (/Permission denied|Read-only file system|has wrong ownership/.test(output)) return notWritable(folder, output);
  return new EmbeddedPostgresError(
    'start_failed',
    `PostgreSQL did not start on ${folder}. It said:\n${output.trim() || '(nothing)'}\nMore is in ${folder}/postgres.log.`,
  );
}

function noSuchUser(uid: string, cause: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'no_such_user',
    `This program runs as user number ${uid}, and this system has no user of that number; PostgreSQL needs one with a name. ` +
      `Start as a user that exists (docker run --user node, for one), add one (useradd --uid ${uid} shop), ` +
      'or name a PostgreSQL of your own in DATABASE_URL.',
    { cause },
  );
}

function diskFull(folder: string, cause: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'disk_full',
    `The disk that holds the data folder ${folder} is full. Nothing acknowledged is lost. ` +
      'Free some space (a few hundred megabytes) or move the folder to a bigger disk, then start again.',
    { cause },
  );
}

function notWritable(folder: string, cause: unknown): EmbeddedPostgresError {
  const detail = cause instanceof Error ? cause.message : String(cause).trim();
  return new EmbeddedPostgresError(
    'not_writable',
    `The data folder ${folder} cannot be written by this user (uid ${process.geteuid?.() ?? '?'}): ${detail}\n` +
      'Start the program as the user who owns the folder, give the folder to this user with chown -R, ' +
      'or choose another folder with DATA_DIR.',
    { cause },
  );
}
