import { createHash } from 'node:crypto';
import type { Endpoint } from '../src/endpoints/endpoint.ts';
import { endpoints } from '../src/endpoints/index.ts';
import { Components, type Json } from '../src/openapi/components.ts';

/** What a client can see of one operation. */
export interface WireOperation {
  method: string;
  path: string;
  status: number;
  etag: boolean;
  errors: string[];
  params: Json;
  query: Json;
  body: Json;
  data: Json;
}

/** All that goes over the wire, without words for people: schemas that have a title once, by that title. */
export interface Wire {
  operations: Record<string, WireOperation>;
  schemas: Record<string, Json>;
}

export function describeWire(list: readonly Endpoint[] = Object.values(endpoints)): Wire {
  const components = new Components();
  const refer = (schema: unknown): Json => (schema === undefined ? null : withoutWords(components.refer(schema)));
  const operations = Object.fromEntries(
    list.map((it): [string, WireOperation] => [
      it.operationId,
      {
        method: it.method,
        path: it.path,
        status: it.status,
        etag: it.etag === true,
        errors: [...it.errors].sort(),
        params: refer(it.params),
        query: refer(it.query),
        body: refer(it.body),
        data: refer(it.data),
      },
    ]),
  );
  const schemas = Object.entries(components.schemas).map(([title, schema]) => [title, withoutWords(schema)]);
  return sorted({ operations, schemas: Object.fromEntries(schemas) } as unknown as Json) as unknown as Wire;
}

/** Stands for exactly this wire; 64 hexadecimal digits. */
export const hashOf = (wire: Wire): string => createHash('sha256').update(JSON.stringify(wire)).digest('hex');

function withoutWords(schema: Json, isNames = false): Json {
  if (Array.isArray(schema)) return schema.map((it) => withoutWords(it));
  if (schema === null || typeof schema !== 'object') return schema;
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(schema)) {
    // Under `properties` a key is the name of a field, and a field may well be called "description".
    if (isNames || (key !== 'description' && key !== 'title'))
      kept[key] = withoutWords(value, !isNames && key === 'properties');
  }
  return kept;
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] as Json)]),
  );
}
