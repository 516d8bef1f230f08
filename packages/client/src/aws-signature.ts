import { AwsV4Signer } from 'aws4fetch';
import type { OutgoingRequest } from './auth.ts';

/** Who signs. Temporary ones bring a `sessionToken`. */
export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
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
