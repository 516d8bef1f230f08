import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

// A server's side of AWS Signature Version 4, written from AWS's description of it and without a line of the signer that the
// client uses: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

/** A request as it came over the wire. */
export interface Arrived {
  method: string;
  /** Path and query, as they were sent. */
  target: string;
  /** Name, value, name, value …, as they were sent. */
  rawHeaders: readonly string[];
  body: string;
}

/** Who may sign for what. */
export interface Expected {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  region: string;
  service: string;
  now: Date;
  /** Paths are signed as they are sent, not encoded once more: S3, and AWS's test vectors. */
  singleEncode?: boolean;
}

const FIVE_MINUTES = 300_000;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const encode = (text: string) =>
  [...Buffer.from(text)]
    .map((byte) => String.fromCharCode(byte))
    .map((char) =>
      /[A-Za-z0-9\-._~]/.test(char) ? char : `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');

/** Answers why the request is refused, or null where its signature is good. */
export function refusalOf(request: Arrived, expected: Expected): string | null {
  const headers = headersOf(request.rawHeaders);
  const [, credential = '', names = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(
      headers.get('authorization') ?? '',
    ) ?? [];
  if (!signature) return 'no signature';
  const [keyId, day, ...scope] = credential.split('/');
  if (keyId !== expected.accessKeyId) return 'unknown key';
  if (scope.join('/') !== `${expected.region}/${expected.service}/aws4_request`) return 'another scope';
  const time = headers.get('x-amz-date') ?? '';
  if (!time.startsWith(`${day}T`)) return 'the day is not that of the time';
  if (Math.abs(instantOf(time) - expected.now.getTime()) > FIVE_MINUTES) return 'too old or too new';
  if (headers.get('x-amz-security-token') !== expected.sessionToken) return 'another session';

  const signed = names.split(';');
  const mustBeSigned = [...headers.keys()].filter((name) => name === 'host' || name.startsWith('x-amz-'));
  if (mustBeSigned.some((name) => !signed.includes(name))) return 'a header that must be signed is not';
  const hash = sha256(request.body);
  if ((headers.get('x-amz-content-sha256') ?? hash) !== hash) return 'another body';

  const toSign = [
    'AWS4-HMAC-SHA256',
    time,
    [day, ...scope].join('/'),
    sha256(canonical(request, headers, signed, expected)),
  ];
  const key = [day ?? '', ...scope].reduce<string | Buffer>(
    (key, part) => hmac(key, part),
    `AWS4${expected.secretAccessKey}`,
  );
  return timingSafeEqual(hmac(key, toSign.join('\n')), Buffer.from(signature, 'hex'))
    ? null
    : 'the signature does not match';
}

function canonical(
  request: Arrived,
  headers: Map<string, string>,
  signed: string[],
  { singleEncode }: Expected,
): string {
  const [path = '', query = ''] = request.target.split(/\?(.*)/s);
  const lines = signed.map((name) => `${name}:${(headers.get(name) ?? '').trim().replace(/ +/g, ' ')}`);
  const hash = sha256(request.body);
  return [
    request.method,
    canonicalPath(path, singleEncode),
    canonicalQuery(query),
    ...lines,
    '',
    signed.join(';'),
    hash,
  ].join('\n');
}

function canonicalPath(path: string, singleEncode = false): string {
  const once = path.replace(/\/+/g, '/').split('/');
  return once.map((part) => (singleEncode ? part : encode(part))).join('/');
}

function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs = query.split('&').map((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    return [encode(decodeURIComponent(name)), encode(decodeURIComponent(value))] as const;
  });
  const order = ([a, x]: readonly [string, string], [b, y]: readonly [string, string]) =>
    a < b ? -1 : a > b ? 1 : x < y ? -1 : Number(x > y);
  return pairs
    .sort(order)
    .map((pair) => pair.join('='))
    .join('&');
}

function headersOf(raw: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = (raw[i] as string).toLowerCase();
    const value = (raw[i + 1] as string).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
}

const instantOf = (time: string) =>
  Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
