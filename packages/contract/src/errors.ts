import type { Status } from './rules/workflow.ts';
import type { Appointment } from './schemas/appointment.ts';
import type { Card } from './schemas/card.ts';

/** The closed list of errors: what a client may be told, with its HTTP status. Nothing else leaves the server. */
export const ERRORS = {
  validation_error: {
    status: 400,
    description: 'Body, query or path does not fit its schema, or refers to what there is not.',
  },
  unauthenticated: { status: 401, description: 'No valid session, key or signature.' },
  forbidden: { status: 403, description: 'That may not be done from here, or by this role.' },
  not_found: { status: 404, description: 'No such thing in this shop.' },
  method_not_allowed: { status: 405, description: 'A known path, another method; `Allow` names those it has.' },
  version_conflict: { status: 409, description: 'Somebody was faster: `expected_version` is not the current one.' },
  already_exists: { status: 409, description: 'A unique value is taken.' },
  idempotency_mismatch: { status: 409, description: 'An Idempotency-Key seen before with another request.' },
  payload_too_large: { status: 413, description: 'The body is larger than 1 MiB.' },
  unsupported_media_type: { status: 415, description: 'The body is not `application/json`.' },
  invalid_transition: { status: 422, description: 'The workflow forbids that move.' },
  not_undoable: { status: 422, description: 'The latest change cannot be taken back.' },
  rate_limited: {
    status: 429,
    description: 'Too many requests from this address; `Retry-After` says when to come back.',
  },
  internal_error: { status: 500, description: 'A defect of the server.' },
  unavailable: {
    status: 503,
    description:
      'The database cannot be reached, or there is more to do than can be done. Nothing was changed, or the Idempotency-Key tells.',
  },
} as const;

/** One of `ERRORS`. */
export type ErrorCode = keyof typeof ERRORS;

/** Why an appointment's latest change cannot be taken back. */
export type NotUndoableReason = 'creation' | 'too_late';

/** What each error carries beside its message. Codes that are not named here carry none. */
export interface ErrorDetails {
  /** From the path of a field to what is wrong with it, e.g. `{"service_codes.0": ["…"]}`. */
  validation_error: { fields: Record<string, string[]> };
  version_conflict: {
    expected_version: number;
    current_version: number;
    current: Card | Appointment | Record<string, unknown>;
  };
  already_exists: { field: string };
  invalid_transition: { from: Status; to: Status; allowed: readonly Status[] };
  not_undoable: { reason: NotUndoableReason };
  rate_limited: { retry_after_ms: number };
  unavailable: { retry_after_ms: number };
}

/** What an error of this code carries beside its message, e.g. `DetailsOf<'invalid_transition'>['allowed']`. */
export type DetailsOf<C extends ErrorCode> = C extends keyof ErrorDetails ? ErrorDetails[C] : undefined;
