import type { Static, TObject, TSchema } from 'typebox';
import type { ErrorCode } from '../errors.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One operation of the API, as a value: validation, types, client and OpenAPI document are all made from it. */
export interface Endpoint<
  P extends TObject | undefined = TObject | undefined,
  Q extends TObject | undefined = TObject | undefined,
  B extends TSchema | undefined = TSchema | undefined,
  D extends TSchema = TSchema,
> {
  /** Unique; the name of the client's method. */
  operationId: string;
  method: Method;
  /** With parameters in braces: `/api/admin/appointments/{id}/move`. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  params?: P;
  query?: Q;
  body?: B;
  /** Of a success. */
  status: 200 | 201;
  data: D;
  /** Every error that it can give, beside 405, which another method on its path gives. */
  errors: readonly ErrorCode[];
  /** Whether it answers with an ETag and 304. */
  etag?: boolean;
  examples: { params?: Record<string, string>; query?: Record<string, string>; body?: unknown; data: unknown };
}

export type ParamsOf<E> = E extends { params?: infer P }
  ? P extends TSchema
    ? Static<P>
    : Record<string, never>
  : never;
export type QueryOf<E> = E extends { query?: infer Q }
  ? Q extends TSchema
    ? Static<Q>
    : Record<string, never>
  : never;
export type BodyOf<E> = E extends { body?: infer B } ? (B extends TSchema ? Static<B> : undefined) : never;
export type DataOf<E> = E extends { data: infer D } ? (D extends TSchema ? Static<D> : never) : never;

/** Checks the shape and keeps the exact types of the schemas. */
export function endpoint<const E extends Endpoint>(definition: E): E {
  return definition;
}

/** Whether the operation changes something, and so takes an Idempotency-Key. */
export const isWrite = (definition: Pick<Endpoint, 'method'>): boolean => definition.method !== 'GET';

const ALWAYS = ['rate_limited', 'internal_error'] as const satisfies readonly ErrorCode[];

/** The errors of a read of the database, beside those named. */
export const readErrors = (...codes: ErrorCode[]): readonly ErrorCode[] => [
  'validation_error',
  'forbidden',
  ...codes,
  ...ALWAYS,
  'unavailable',
];

/** The errors of a write, beside those named. */
export const writeErrors = (...codes: ErrorCode[]): readonly ErrorCode[] => [
  'validation_error',
  'forbidden',
  'idempotency_mismatch',
  'payload_too_large',
  'unsupported_media_type',
  ...codes,
  ...ALWAYS,
  'unavailable',
];

/** The errors of what touches no database. */
export const plainErrors: readonly ErrorCode[] = ALWAYS;
