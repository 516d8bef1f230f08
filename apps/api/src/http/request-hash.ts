import { hash } from 'node:crypto';

/** JSON with its keys in order: two bodies that mean the same have the same text. */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = value as Record<string, unknown>;
  const keys = Object.keys(fields)
    .filter((key) => fields[key] !== undefined)
    .sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(fields[key])}`).join(',')}}`;
}

/** What an Idempotency-Key stands for: method, path, and what was understood of query and body; 64 hexadecimal digits. */
export function requestHash(method: string, path: string, rest: unknown): string {
  return hash('sha256', `${method} ${path}\n${canonicalJson(rest)}`, 'hex');
}
