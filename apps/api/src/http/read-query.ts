import type { TObject } from 'typebox';

/**
 * The parameters that the endpoint knows, trimmed, as what their schemas want: numbers and booleans are text in a URL.
 * What cannot be read stays text, for the schema to refuse. Unknown parameters are left out: queries ignore them.
 */
export function readQuery(schema: TObject, raw: Record<string, unknown>): Record<string, unknown> {
  const query: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.properties)) {
    const given = raw[name];
    if (typeof given === 'string') query[name] = readText(given.trim(), (property as { type?: string }).type);
    // A parameter that is there twice is a list, and no schema of a parameter wants one.
    else if (given !== undefined) query[name] = given;
  }
  return query;
}

function readText(text: string, type: string | undefined): unknown {
  if (type === 'integer' && /^[+-]?\d{1,15}$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
