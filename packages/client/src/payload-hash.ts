/** The header in which AWS wants the hash of a body. */
export const PAYLOAD_HASH = 'X-Amz-Content-Sha256';

/** SHA-256 of a text as lower-case hexadecimal; of nothing, that of the empty text. Needs https or localhost in browsers. */
export async function sha256Hex(text = ''): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
