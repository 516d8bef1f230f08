import type { Auth } from './auth.ts';
import { type AwsCredentials, signedHeaders } from './aws-signature.ts';
import { PAYLOAD_HASH, sha256Hex } from './payload-hash.ts';

export type { AwsCredentials } from './aws-signature.ts';

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
