import {
  type DetailsOf,
  ERRORS,
  type ErrorCode,
  invalidTransitionMessage,
  type NotUndoableReason,
  type Status,
  TRANSITIONS,
} from '@edgar-auto-shop/contract';

/** An error of the closed list. Use cases throw it; `http/` turns it into a reply. Any other error is a defect and hides its text. */
export class ApiError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly details: DetailsOf<C>;

  constructor(code: C, message: string, details: DetailsOf<C>, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ApiError';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** @param thing what was looked for, in the words of the board, e.g. `appointment` */
export const notFound = (thing: string) =>
  new ApiError('not_found', `There is no such ${thing} in this shop.`, undefined);

/** @example invalid({ service_codes: ['There is no active service with the code "OYL".'] }) */
export const invalid = (fields: Record<string, string[]>) => {
  const first = Object.entries(fields)[0];
  const message = first ? `${first[0]}: ${first[1][0]}` : 'The request does not fit.';
  return new ApiError('validation_error', message, { fields });
};

export const invalidTransition = (from: Status, to: Status) =>
  new ApiError('invalid_transition', invalidTransitionMessage(from, to), { from, to, allowed: TRANSITIONS[from] });

/** @param current the thing as it now is */
export const versionConflict = (thing: string, expected: number, current: { version: number }) =>
  new ApiError(
    'version_conflict',
    `Somebody changed this ${thing} in the meantime: you started from version ${expected}, it is at ${current.version} now.`,
    { expected_version: expected, current_version: current.version, current: { ...current } },
  );

export const alreadyExists = (field: string, message: string) => new ApiError('already_exists', message, { field });

export const idempotencyMismatch = () =>
  new ApiError(
    'idempotency_mismatch',
    'This Idempotency-Key was used before for another request. Use a new key for a new request.',
    undefined,
  );

/** Why something cannot be done right now. */
const WHY_UNAVAILABLE = {
  database: 'The database cannot be reached right now.',
  locked: 'Another program has what this changes locked right now.',
  slow: 'The database took too long over this.',
  raced: 'Others were faster, each of the times this was tried.',
  stopping: 'This server is stopping.',
  full: 'As many live boards are open here as this server can keep.',
};

/**
 * Nothing was changed, or the Idempotency-Key tells: the caller may try again with the same key.
 *
 * @param cause for the log
 */
export const unavailable = (retryAfterMs: number, cause?: unknown, why: keyof typeof WHY_UNAVAILABLE = 'database') =>
  new ApiError(
    'unavailable',
    `${WHY_UNAVAILABLE[why]} Try again with the same Idempotency-Key: nothing is done twice.`,
    { retry_after_ms: retryAfterMs },
    { cause },
  );

/** At least a second, for what is at work to be done with; spread, so that those who were refused together don't come back together. */
const COME_BACK_MS = { least: 1_000, spread: 1_000 };
const comeBackMs = () => COME_BACK_MS.least + Math.floor(Math.random() * COME_BACK_MS.spread);

/** Somebody has what this needs locked, and others wait for it already. Nothing was done for this request. */
export const heldForLong = () => unavailable(comeBackMs(), undefined, 'locked');

/** There is more to do than the server can. Nothing was done for this request. */
export const overloaded = () =>
  new ApiError(
    'unavailable',
    'There is more to do here than this server can right now. Try again soon with the same Idempotency-Key: nothing is done twice.',
    { retry_after_ms: comeBackMs() },
  );

const WHY_NOT_UNDOABLE: Record<NotUndoableReason, string> = {
  creation: 'The latest change is the making of the appointment, which cannot be taken back. Cancel it instead.',
  too_late: 'The latest change is more than 24 hours old and can no longer be taken back.',
};

export const notUndoable = (reason: NotUndoableReason) =>
  new ApiError('not_undoable', WHY_NOT_UNDOABLE[reason], { reason });
