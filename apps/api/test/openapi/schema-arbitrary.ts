import fc from 'fast-check';

/** A JSON Schema, as far as the document uses it. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  minProperties?: number;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  format?: string;
}

const hour = 3_600_000;
const [from, to] = [Date.parse('2024-01-01T00:00:00Z'), Date.parse('2027-01-01T00:00:00Z')];

/** Instants lie within three years, so that an end after a start is not a rare accident; their offsets are all there are. */
const instant = fc
  .tuple(fc.integer({ min: from / hour, max: to / hour }), fc.constantFrom('Z', '+00:00', '-07:00', '+05:45', '-00:30'))
  .map(([hours, offset]) => `${new Date(hours * hour).toISOString().slice(0, 19)}${offset}`);

const day = fc
  .integer({ min: from / hour, max: to / hour })
  .map((hours) => new Date(hours * hour).toISOString().slice(0, 10));

/** Any character but those that a text may not have: NUL, and surrogates by themselves, which 'binary' excludes. */
const text = (schema: JsonSchema) => {
  const { minLength = 0, maxLength = 200 } = schema;
  const unit = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...'abcXYZ 0123-_.') },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
    { weight: 1, arbitrary: fc.constantFrom("'", '"', '\\', '%', '_', '<', 'é', 'ñ', '😀', '\u202e') },
  );
  return fc
    .array(unit, { minLength, maxLength: Math.min(maxLength, 40) })
    .map((parts) => parts.join('').replaceAll('\0', '').trim())
    .filter((value) => value.length >= minLength);
};

function strings(schema: JsonSchema): fc.Arbitrary<string> {
  if (schema.format === 'instant' || schema.format === 'date-time') return instant;
  if (schema.format === 'date') return day;
  if (schema.format === 'email') return fc.stringMatching(/^[a-z]{1,10}@[a-z]{1,10}\.com$/);
  // The one pattern that every text has; all others are narrow enough to be generated from.
  if (schema.pattern && !schema.pattern.includes('\\p{Cs}')) return fc.stringMatching(new RegExp(schema.pattern, 'u'));
  return text(schema);
}

const made = new WeakMap<JsonSchema, fc.Arbitrary<unknown>>();

/** Values that fit a schema. */
export function fitting(schema: JsonSchema): fc.Arbitrary<unknown> {
  const known = made.get(schema);
  if (known) return known;
  const arbitrary = make(schema);
  made.set(schema, arbitrary);
  return arbitrary;
}

function make(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  const types = [schema.type ?? []].flat();
  return fc.oneof(...types.map((type) => ofType(type, schema)));
}

function ofType(type: string, schema: JsonSchema): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1_000 });
    case 'string':
      return strings(schema);
    case 'array':
      return fc.array(fitting(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 5, 5),
      });
    case 'object': {
      const entries = Object.entries(schema.properties ?? {}).map(
        ([name, property]) => [name, fitting(property)] as const,
      );
      const object = fc.record(Object.fromEntries(entries), { requiredKeys: schema.required ?? [] });
      return object.filter((value) => Object.keys(value).length >= (schema.minProperties ?? 0));
    }
    default:
      throw new Error(`the document has a type that no value is made of: ${JSON.stringify(schema)}`);
  }
}
