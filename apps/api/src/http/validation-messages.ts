import type { ErrorObject } from 'ajv';

/** From the dotted path of a field to sentences about it, e.g. `{ 'service_codes.2': ['must not be empty'] }`. */
export type Fields = Record<string, string[]>;

/** More would not help anybody, and a body of 1 MiB has room for 100,000 faults. */
const MAX_FIELDS = 50;

const NAMES: Record<string, string> = {
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

const FORMATS: Record<string, string> = {
  instant: 'must be an instant with an offset, such as 2025-09-20T08:00:00-07:00, from 1970 to 2199',
  date: 'must be a date that exists, such as 2025-09-20, from 1970 to 2199',
  email: 'must be an e-mail address, such as ana@example.com',
};

/** By what is at their start, for patterns say nothing to a person. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/u0000/, 'must not contain NUL or half characters'],
  [/^\^\[A-HJ-NPR-Z/, 'must be 17 letters and digits, without I, O and Q'],
  [/^\^#/, 'must be a color such as #2563eb'],
  [/^\^\[0-9\]/, 'must be a revision: digits only'],
];

const count = (n: number, one: string) => `${n} ${n === 1 ? one : `${one}s`}`;

/** One sentence, without its subject, for one fault that Ajv found. */
function sentence(fault: ErrorObject): string {
  const limit = Number(fault.params.limit);
  switch (fault.keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
      return 'is not a known field';
    case 'type':
      return `must be ${[fault.params.type]
        .flat()
        .map((type: string) => NAMES[type] ?? type)
        .join(' or ')}`;
    case 'enum':
      return `must be one of ${(fault.params.allowedValues as unknown[]).map(String).join(', ')}`;
    case 'const':
      return `must be ${String(fault.params.allowedValue)}`;
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must be at most ${limit}`;
    case 'minLength':
      return limit === 1 ? 'must not be empty' : `must have at least ${count(limit, 'character')}`;
    case 'maxLength':
      return `must have at most ${count(limit, 'character')}`;
    case 'minItems':
      return limit === 1 ? 'must not be empty' : `must have at least ${count(limit, 'item')}`;
    case 'maxItems':
      return `must have at most ${count(limit, 'item')}`;
    case 'minProperties':
      return `must name at least ${count(limit, 'field')}`;
    case 'format':
      return FORMATS[fault.params.format] ?? 'is not in the expected form';
    case 'pattern':
      return PATTERNS.find(([start]) => start.test(fault.params.pattern))?.[1] ?? 'is not in the expected form';
    default:
      return 'is not as it must be';
  }
}

/** `/service_codes/2` and a missing or unknown name become `service_codes.2.name`; the whole body is `body`. */
function pathOf(fault: ErrorObject, whole: string): string {
  const steps = fault.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
  const last = fault.params.missingProperty ?? fault.params.additionalProperty;
  if (last !== undefined) steps.push(String(last).slice(0, 100));
  return steps.join('.') || whole;
}

/** @param whole what the thing itself is called where no field of it is meant, e.g. `body` */
export function describeFaults(faults: readonly ErrorObject[], whole: string): Fields {
  // Without a prototype, for a client may name a field `__proto__`.
  const fields: Fields = Object.create(null);
  const malformed = new Set(faults.filter((it) => it.keyword === 'format').map((it) => it.instancePath));
  let known = 0;
  for (const fault of faults) {
    // A date that is none misses the pattern of its years too: that would be said twice.
    if (fault.keyword === 'pattern' && malformed.has(fault.instancePath)) continue;
    const path = pathOf(fault, whole);
    if (fields[path] === undefined && ++known > MAX_FIELDS) break;
    const text = sentence(fault);
    const before = fields[path] ?? [];
    if (!before.includes(text)) fields[path] = [...before, text];
  }
  return fields;
}
