import { AwsV4Signer } from 'aws4fetch';
import type { Auth, OutgoingRequest } from './auth.ts';
import { PAYLOAD_HASH, sha256Hex } from './payload-hash.ts';

/** Who signs. Temporary ones bring a `sessionToken`. */
export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

/** What `awsSigV4` is made with. */
export interface SigV4Options {
  /** The credentials, or a function that gets them. It is asked for every try and should keep them until they expire. */
  credentials: AwsCredentials | (() => AwsCredentials | Promise<AwsCredentials>);
  /** Such as `us-west-2`. */
  region: string;
  /** `lambda` for function URLs (the default), `execute-api` for API Gateway. */
  service?: string;
  /** For devices whose clock is wrong: AWS refuses signatures that are more than five minutes off. */
  now?: () => Date;
}

/**
 * Signs every try of every request with AWS Signature Version 4: query, all headers that the client sets, and the body, whose
 * hash goes along in `X-Amz-Content-Sha256`. Retries are signed anew, since a signature ages; streams and other reads are signed
 * too. In browsers it needs https or localhost. Keep long-lived credentials out of web pages.
 *
 * Behind CloudFront with origin access control nothing is to be signed: there CloudFront signs, and `payloadHash: true` is enough.
 *
 * @example
 * import { awsSigV4 } from '@edgar-auto-shop/client/sigv4';
 * const auth = awsSigV4({ region: 'us-west-2', credentials: { accessKeyId, secretAccessKey, sessionToken } });
 * const client = createStatusBoardClient({ baseUrl: 'https://abc.lambda-url.us-west-2.on.aws', auth });
 */
export function awsSigV4(options: SigV4Options): Auth {
  const { region, service = 'lambda', now = () => new Date() } = options;
  return {
    authorize: async (request) => {
      const { credentials } = options;
      const who = typeof credentials === 'function' ? await credentials() : credentials;
      const hashed = { ...request.headers, [PAYLOAD_HASH]: await sha256Hex(request.body) };
      return signedHeaders({ ...request, headers: hashed }, who, { region, service, at: now() });
    },
  };
}

/** Where and when a signature is good; `singleEncode` for paths that are signed as they are, as S3 and AWS's test vectors do. */
export interface SignatureScope {
  region: string;
  service: string;
  at: Date;
  singleEncode?: boolean;
}

/** The headers of a request together with those that sign it. */
export async function signedHeaders(
  request: OutgoingRequest,
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials,
  { region, service, at, singleEncode = false }: SignatureScope,
): Promise<Record<string, string>> {
  const signer = new AwsV4Signer({
    method: request.method,
    url: absolute(request.url),
    headers: { ...request.headers },
    ...(request.body !== undefined && { body: request.body }),
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    region,
    service,
    datetime: at.toISOString().replace(/[:-]|\.\d{3}/g, ''),
    singleEncode,
    // Also Content-Type, which it would leave out.
    allHeaders: true,
  });
  const { headers } = await signer.sign();
  return Object.fromEntries(headers);
}

/** A page's own API may have no origin in its address. */
function absolute(url: string): string {
  const { location } = globalThis as { location?: { href: string } };
  return new URL(url, location?.href).href;
}
