import { credentials, region, requests, service, signingDate } from '@smithy/signature-v4/dist-cjs/suite.fixture.js';
import { describe, expect, test } from 'vitest';
import { signedHeaders } from '../src/aws-signature.ts';
import { refusalOf } from './sigv4-verifier.ts';

// AWS's published vectors (aws-sig-v4-test-suite): 33 in all. 24 of them come with an early version of AWS's own package,
// which is licensed under Apache-2.0; the seven about paths and two about queries are named here, by what the suite says their signature is.
const VANILLA = '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31';
const addresses: readonly (readonly [name: string, path: string, signature: string])[] = [
  ['get-relative', '/example/..', VANILLA],
  ['get-relative-relative', '/example1/example2/../..', VANILLA],
  ['get-slash', '//', VANILLA],
  ['get-slash-dot-slash', '/./', VANILLA],
  ['get-slash-pointless-dot', '/./example', 'ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5'],
  ['get-slashes', '//example//', '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84'],
  ['get-space', '/example space/', '652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741'],
  [
    'get-vanilla-query-order-key',
    '/?Param1=value2&Param1=Value1',
    'eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1',
  ],
  [
    'get-vanilla-query-order-value',
    '/?Param1=value2&Param1=value1',
    '5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694',
  ],
];

interface Vector {
  name: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
  authorization: string;
}

const vectors: Vector[] = [
  ...requests.map(({ name, request, authorization }) => {
    const { host, 'x-amz-date': _, ...headers } = request.headers;
    const query = Object.entries(request.query).map((pair) => pair.map(encodeURIComponent).join('='));
    const url = `https://${host}${request.path}${query.length > 0 ? `?${query.join('&')}` : ''}`;
    return { name, method: request.method, url, headers, body: request.body, authorization };
  }),
  ...addresses.map(([name, path, signature]) => ({
    name,
    method: 'GET',
    url: `https://example.amazonaws.com${path}`,
    headers: {},
    body: undefined,
    authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  })),
];

// The vectors sign a path as it is sent; all services but S3 want it encoded once more.
const scope = { region, service, at: signingDate, singleEncode: true };

test('there are 33 of them, each with a name of its own', () => {
  expect(new Set(vectors.map(({ name }) => name)).size).toBe(33);
});

describe.each(vectors)('$name', ({ method, url, headers, body, authorization }) => {
  test('the client signs as AWS says', async () => {
    const { 'x-amz-security-token': sessionToken, ...rest } = headers;
    const signed = await signedHeaders({ method, url, headers: rest, body }, { ...credentials, sessionToken }, scope);
    expect(signed.authorization).toBe(authorization);
  });

  // So that what the verifier says of the client's requests means something.
  test('the tests’ verifier accepts what AWS signed', () => {
    const { host, pathname, search } = new URL(url);
    const all = { host, 'x-amz-date': '20150830T123600Z', ...headers, authorization };
    const sessionToken = headers['x-amz-security-token'];
    const rawHeaders = Object.entries(all).flat();
    const arrived = { method, target: pathname + search, rawHeaders, body: body ?? '' };
    const expected = { ...credentials, ...scope, now: signingDate, ...(sessionToken && { sessionToken }) };
    expect(refusalOf(arrived, expected)).toBeNull();
    const other = { ...expected, secretAccessKey: 'another' };
    expect(refusalOf(arrived, other)).toBe('the signature does not match');
  });
});
