import Type, { type TSchema } from 'typebox';
import { type DetailsOf, ERRORS, type ErrorCode } from '../errors.ts';
import { MAX_INTEGER, StatusSchema, Strict } from './primitives.ts';

/** What a success with these data looks like. */
export const Success = <S extends TSchema>(data: S) => Strict({ ok: Type.Literal(true), data });

const details: { [C in ErrorCode]?: TSchema } = {
  validation_error: Strict({ fields: Type.Record(Type.String(), Type.Array(Type.String(), { minItems: 1 })) }),
  version_conflict: Strict({
    expected_version: Type.Integer({ minimum: 1, maximum: MAX_INTEGER }),
    current_version: Type.Integer({ minimum: 1, maximum: MAX_INTEGER }),
    current: Type.Object({}, { additionalProperties: true, description: 'The card, or other thing, as it now is' }),
  }),
  already_exists: Strict({ field: Type.String() }),
  invalid_transition: Strict({ from: StatusSchema, to: StatusSchema, allowed: Type.Array(StatusSchema) }),
  not_undoable: Strict({ reason: Type.Enum(['creation', 'too_late'], { type: 'string' }) }),
  rate_limited: Strict({ retry_after_ms: Type.Integer({ minimum: 0 }) }),
  unavailable: Strict({ retry_after_ms: Type.Integer({ minimum: 0 }) }),
};

/** What a failure with this code looks like. */
export function Failure(code: ErrorCode): TSchema {
  const detail = details[code];
  return Strict(
    {
      ok: Type.Literal(false),
      error: Strict({
        code: Type.Literal(code),
        message: Type.String({ description: ERRORS[code].description, minLength: 1 }),
        ...(detail ? { details: detail } : {}),
      }),
      correlation_id: Type.String({ minLength: 1, maxLength: 128 }),
    },
    { title: code },
  );
}

/** A failure as a type. */
export interface FailureBody<C extends ErrorCode = ErrorCode> {
  ok: false;
  error: { code: C; message: string; details?: DetailsOf<C> };
  correlation_id: string;
}

/** A success as a type. */
export interface SuccessBody<T> {
  ok: true;
  data: T;
}
