import fc from 'fast-check';
import type { JsonSchema } from './schema-arbitrary.ts';

/** A request as it goes over the wire. */
export interface WireRequest {
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** What a broken request may be answered, and how it was broken. */
export interface Breakage {
  how: string;
  request: WireRequest;
  statuses: number[];
}

const json = (request: WireRequest, body: unknown): WireRequest => ({ ...request, body: JSON.stringify(body) });

/** Over the server's megabyte; written out once, because broken requests are made by the thousand. */
const TOO_LARGE = JSON.stringify({ a: 'x'.repeat(1_100_000) });

/** Values of other types than a field has, and values that no field takes. */
const WRONG = [
  [],
  {},
  true,
  1.5,
  -1,
  1e300,
  '',
  '\u0000',
  'x'.repeat(10_001),
  { $gt: '' },
  [[[[]]]],
  '2025-02-30',
  '2025-09-20T15:00:00',
];

function misfits(value: unknown, schema: JsonSchema): boolean {
  const types = [schema.type ?? []].flat();
  if (typeof value === 'boolean') return !types.includes('boolean');
  if (typeof value === 'number')
    return !types.includes('integer') || !Number.isInteger(value) || value < 0 || value > 2 ** 31;
  if (Array.isArray(value)) return !types.includes('array') || value.length > 0 || (schema.minItems ?? 0) > 0;
  if (typeof value === 'object') return true;
  if (!types.includes('string')) return true;
  const isBad = value === '\u0000' || value === 'x'.repeat(10_001) || value === '';
  return isBad || schema.format !== undefined || schema.enum !== undefined;
}

/** The same request, broken in one way that its schema does not allow. */
export function broken(request: WireRequest, schema: JsonSchema | undefined, body: unknown): fc.Arbitrary<Breakage> {
  const path = (extra: string) => ({ ...request, path: request.path + extra });
  const key: Breakage = {
    how: 'an Idempotency-Key that is too long',
    request: { ...request, headers: { ...request.headers, 'idempotency-key': 'k'.repeat(256) } },
    statuses: [400],
  };
  if (!schema) {
    return fc.constantFrom<Breakage>(
      ...(request.headers['idempotency-key'] ? [key] : []),
      {
        how: 'a trailing slash',
        request: { ...request, path: request.path.replace(/(\?|$)/, '/$1') },
        statuses: [404],
      },
      {
        how: 'a longer path',
        request: { ...request, path: request.path.replace(/(\?|$)/, '/no/such/thing$1') },
        statuses: [404],
      },
      {
        how: 'percent nonsense in the path',
        request: { ...request, path: request.path.replace(/(\?|$)/, '%zz$1') },
        statuses: [400, 404],
      },
    );
  }
  const fields = Object.entries(schema.properties ?? {});
  const object = body as Record<string, unknown>;
  const wrongType = fc.constantFrom(...fields).chain(([name, field]) =>
    fc.constantFrom(...WRONG.filter((value) => misfits(value, field))).map(
      (value): Breakage => ({
        how: `${name} is ${JSON.stringify(value).slice(0, 30)}`,
        request: json(request, { ...object, [name]: value }),
        statuses: [400],
      }),
    ),
  );
  const whole = fc.constantFrom<Breakage>(
    key,
    { how: 'not JSON', request: { ...request, body: '{"a":' }, statuses: [400] },
    { how: 'an array', request: json(request, [body]), statuses: [400] },
    { how: 'null', request: json(request, null), statuses: [400] },
    { how: 'empty', request: { ...request, body: '' }, statuses: [400] },
    { how: 'an unknown field', request: json(request, { ...object, no_such_field: 1 }), statuses: [400] },
    { how: '__proto__', request: { ...request, body: '{"__proto__":{"a":1}}' }, statuses: [400] },
    { how: 'a lone surrogate', request: { ...request, body: `{"${fields[0]?.[0]}":"\\ud800"}` }, statuses: [400] },
    {
      how: 'another content type',
      request: { ...request, headers: { ...request.headers, 'content-type': 'text/plain' } },
      statuses: [415],
    },
    { how: 'too large', request: { ...request, body: TOO_LARGE }, statuses: [413] },
    { how: 'a longer path', request: path('/no/such/thing'), statuses: [404] },
  );
  const required = schema.required ?? [];
  if (required.length === 0) return fc.oneof(wrongType, whole);
  const missing = fc.constantFrom(...required).map((name): Breakage => {
    const { [name]: _, ...rest } = object;
    return { how: `without ${name}`, request: json(request, rest), statuses: [400] };
  });
  return fc.oneof({ weight: 2, arbitrary: wrongType }, { weight: 2, arbitrary: missing }, whole);
}
