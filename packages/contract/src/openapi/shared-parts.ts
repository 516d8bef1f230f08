import type { Json } from './components.ts';

const text = (description: string, example: string, more: Record<string, Json> = {}): Json => ({
  description,
  schema: { type: 'string', ...more },
  example,
});

/** Headers of answers. */
export const headers: Record<string, Json> = {
  'X-Correlation-Id': text("The client's own, or a new one; also on every log line of the request", 'b5a1f0de'),
  'X-App-Version': text('Version of the program', '0.1.0'),
  'Server-Timing': text("The database's share of the time and all of it, in milliseconds", 'db;dur=3.1, total;dur=4.0'),
  ETag: text('Changes whenever the answer does; weak where it is sent compressed', '"i7_AInMp7FYTcPN2Iqcc9Q"'),
  'Idempotent-Replayed': text('There where the answer is that of an earlier request with the same key', 'true', {
    enum: ['true'],
  }),
  'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer', minimum: 1 }, example: 1 },
  Allow: text('The methods that this path has', 'GET, HEAD, POST, OPTIONS'),
};

// Their examples stand in the description: a page to try the API fills in `example`, and a key that everybody sends is no key.
const inHeader = (name: string, description: string, schema: Record<string, Json> = {}): Json => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string', ...schema },
});

/** Headers of requests. */
export const parameters: Record<string, Json> = {
  'X-Correlation-Id': inHeader(
    'X-Correlation-Id',
    'Ties this request to its log lines, e.g. `b5a1f0de`; one that does not fit is replaced',
    { minLength: 1, maxLength: 128, pattern: '^[A-Za-z0-9._-]+$' },
  ),
  'Idempotency-Key': inHeader(
    'Idempotency-Key',
    'Names this change, e.g. by a new UUID. The same request with the same key is done once and always answered the same; another request with it is refused.',
    { minLength: 1, maxLength: 255, pattern: '^[\\x20-\\x7e]+$' },
  ),
  'If-None-Match': inHeader(
    'If-None-Match',
    'ETags of answers that the client still has, e.g. `"i7_AInMp7FYTcPN2Iqcc9Q"`; 304 if one of them still holds',
  ),
};

/** Groups of operations, in the order in which they are shown. */
export const tags: Json[] = [
  { name: 'Board', description: 'What is on for a date: the cards in their columns, and the numbers.' },
  {
    name: 'Appointments',
    description: 'Jobs: making, moving, changing, cancelling, undoing, and what happened to them.',
  },
  { name: 'Customers', description: 'The people.' },
  { name: 'Vehicles', description: 'What they drive.' },
  { name: 'Services', description: 'The price list.' },
  { name: 'Technicians', description: 'Who does the work.' },
  { name: 'Operation', description: 'Whether the server is alive and can serve.' },
];

export const introduction = [
  'The live status board of a mobile auto-repair shop.',
  '',
  'Every answer is `{"ok": true, "data": …}` or `{"ok": false, "error": {"code", "message", "details"}, "correlation_id"}`.',
  'The codes are a closed list. Writes take an `Idempotency-Key`: send the same key with every retry and nothing is done twice.',
  'Versions are checked: a write made from an outdated version is a `version_conflict` and carries the card as it now is.',
  'Money is integer minor units (`…_cents`); instants leave in UTC; a date is always a day in the shop’s time zone.',
].join('\n');
