/**
 * A random name of 32 hexadecimal characters, for Idempotency-Keys and correlation ids.
 *
 * Not `crypto.randomUUID`: pages have that only over https or on localhost, and a shop's wall screen opens `http://192.168.…`.
 *
 * @example const idempotencyKey = randomId(); // '9f0c6d1e…'
 */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
