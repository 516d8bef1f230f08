import type { Json } from '../src/openapi/components.ts';
import type { Wire, WireOperation } from './describe-wire.ts';

type Schema = { [key: string]: Json };
type Direction = 'request' | 'answer';

/** Everything in `after` that breaks a client which fits `before`, in sentences; none where the change is compatible. */
export function breakingChanges(before: Wire, after: Wire): string[] {
  const found: string[] = [];
  for (const [id, was] of Object.entries(before.operations)) {
    const is = after.operations[id];
    if (is === undefined) found.push(`${id} is gone`);
    else found.push(...operationChanges(id, was, is, new Comparison(before, after)));
  }
  return found;
}

function operationChanges(id: string, was: WireOperation, is: WireOperation, comparison: Comparison): string[] {
  const found: string[] = [];
  for (const part of ['method', 'path', 'status'] as const) {
    if (was[part] !== is[part]) found.push(`${id}: its ${part} was ${was[part]} and is ${is[part]}`);
  }
  if (was.etag && !is.etag) found.push(`${id}: answers no ETag any more`);
  for (const part of ['params', 'query', 'body'] as const)
    comparison.compare(`${id} ${part}`, was[part], is[part], 'request');
  comparison.compare(`${id} answer`, was.data, is.data, 'answer');
  return [...found, ...comparison.found];
}

class Comparison {
  readonly found: string[] = [];
  readonly #before: Wire;
  readonly #after: Wire;

  constructor(before: Wire, after: Wire) {
    this.#before = before;
    this.#after = after;
  }

  compare(path: string, was: Json, is: Json, direction: Direction): void {
    const [old, now] = [resolve(was, this.#before), resolve(is, this.#after)];
    if (old === null || now === null) {
      if (old === null && now !== null && direction === 'request' && names(now.required).length > 0) {
        this.found.push(`${path}: is required now`);
      }
      if (old !== null && now === null) this.found.push(`${path}: is gone`);
      return;
    }
    this.#fields(path, old, now, direction);
    this.#values(path, old, now, direction);
    if (direction === 'request') this.#limits(path, old, now);
    if (
      JSON.stringify(old.pattern) !== JSON.stringify(now.pattern) &&
      !(direction === 'request' && now.pattern === undefined)
    ) {
      this.found.push(`${path}: another pattern`);
    }
    if (old.format !== now.format && !(direction === 'request' && now.format === undefined)) {
      this.found.push(`${path}: another format`);
    }
    for (const part of ['items', 'additionalProperties'] as const) {
      if (isSchema(old[part]) && isSchema(now[part])) this.compare(`${path}[]`, old[part], now[part], direction);
    }
  }

  #fields(path: string, old: Schema, now: Schema, direction: Direction): void {
    const [fieldsBefore, fieldsNow] = [(old.properties ?? {}) as Schema, (now.properties ?? {}) as Schema];
    for (const [name, field] of Object.entries(fieldsBefore)) {
      if (fieldsNow[name] === undefined) this.found.push(`${path}.${name}: is gone`);
      else this.compare(`${path}.${name}`, field, fieldsNow[name], direction);
    }
    const [needed, needs] = [names(old.required), names(now.required)];
    if (direction === 'request') {
      for (const name of needs.filter((it) => !needed.includes(it)))
        this.found.push(`${path}.${name}: is required now`);
      if (old.additionalProperties !== false && now.additionalProperties === false) {
        this.found.push(`${path}: refuses unknown fields now`);
      }
    } else {
      for (const name of needed.filter((it) => !needs.includes(it) && it in fieldsNow)) {
        this.found.push(`${path}.${name}: may be missing now`);
      }
    }
  }

  // A request may have all values that it could have before; an answer has no value that it could not have before.
  #values(path: string, old: Schema, now: Schema, direction: Direction): void {
    const [wide, narrow] = direction === 'request' ? [now, old] : [old, now];
    const verb = direction === 'request' ? 'is not taken any more' : 'was not answered before';
    const types = names(wide.type);
    for (const type of names(narrow.type)) {
      const fits = types.length === 0 || types.includes(type) || (type === 'integer' && types.includes('number'));
      if (!fits) this.found.push(`${path}: ${type} ${verb}`);
    }
    if (names(narrow.type).length === 0 && types.length > 0)
      this.found.push(`${path}: a type other than ${types} ${verb}`);
    if (!Array.isArray(wide.enum)) return;
    if (!Array.isArray(narrow.enum)) this.found.push(`${path}: a value other than ${wide.enum} ${verb}`);
    else
      for (const it of narrow.enum)
        if (!wide.enum.includes(it)) this.found.push(`${path}: ${JSON.stringify(it)} ${verb}`);
  }

  #limits(path: string, old: Schema, now: Schema): void {
    for (const key of ['minimum', 'minLength', 'minItems', 'minProperties']) {
      if (Number(now[key] ?? -Infinity) > Number(old[key] ?? -Infinity))
        this.found.push(`${path}: ${key} is ${now[key]} now`);
    }
    for (const key of ['maximum', 'maxLength', 'maxItems', 'maxProperties']) {
      if (Number(now[key] ?? Infinity) < Number(old[key] ?? Infinity))
        this.found.push(`${path}: ${key} is ${now[key]} now`);
    }
  }
}

const isSchema = (it: Json | undefined): it is Schema => it !== null && typeof it === 'object' && !Array.isArray(it);
const names = (it: Json | undefined): string[] => (it === undefined || it === null ? [] : ([it].flat() as string[]));

function resolve(schema: Json, wire: Wire): Schema | null {
  if (!isSchema(schema)) return null;
  if (typeof schema.$ref !== 'string') return schema;
  return resolve(wire.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? null, wire);
}
