import { invalid } from '../errors.ts';

/** No body of this API is deeper than 3. Deeper ones would overflow the stack of whoever walks through them. */
const MAX_DEPTH = 32;

/** Something that is not only blanks, zero-width characters and the like: a name of those would be a card without one. */
const VISIBLE = /[^\s\p{Default_Ignorable_Code_Point}]/u;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The JSON value in these bytes, with every text in it trimmed, and empty where nobody could see it.
 * @throws ApiError `validation_error` with the field `body`
 */
export function readBody(bytes: Buffer): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw invalid({ body: ['must be UTF-8'] });
  }
  try {
    return trimmed(JSON.parse(text), 0);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid({ body: ['must be JSON'] });
  }
}

// In place: a copy made by assignment would take a key `__proto__` for an order to change the prototype.
function trimmed(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return VISIBLE.test(value) ? value.trim() : '';
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) throw invalid({ body: [`must not be nested more than ${MAX_DEPTH} deep`] });
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) value[i] = trimmed(value[i], depth + 1);
    return value;
  }
  const fields = value as Record<string, unknown>;
  for (const key of Object.keys(fields)) {
    if (key === '__proto__') continue;
    fields[key] = trimmed(fields[key], depth + 1);
  }
  return fields;
}
