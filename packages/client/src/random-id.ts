/**
 * A name of 32 hexadecimal characters, for Idempotency-Keys and correlation ids: 12 of the time in milliseconds, then 20 by chance.
 *
 * The time comes first, as in a version 7 UUID (RFC 9562, section 5.7), so that the server's index of keys grows at its end: a key of
 * nothing but chance is read from, and written to, a page of its own among years of them.
 * Not `crypto.randomUUID`: pages have that only over https or on localhost, and a shop's wall screen opens `http://192.168.…`.
 *
 * @example const idempotencyKey = randomId(); // '019ad0c3b2e1…'
 */
export function randomId(): string {
  const chance = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(16).padStart(2, '0'));
  return Date.now().toString(16).padStart(12, '0') + chance.join('');
}
