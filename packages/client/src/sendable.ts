import { StatusBoardError } from './errors.ts';

/** A page's or worker's own address, which a `baseUrl` may be relative to; other runtimes have none. */
const ownAddress = (): string | undefined => (globalThis as { location?: { href?: string } }).location?.href;

/** What is to be sent, or `invalid_request` with why it cannot be. */
export function sendable<T>(make: () => T): T {
  try {
    return make();
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new StatusBoardError({ kind: 'invalid_request', message: `The request cannot be sent: ${reason}` }, thrown);
  }
}

/** The runtime's own `fetch` says of a false address only that it failed, as if there were no network. */
export function requireAddress(url: string): void {
  const address = URL.canParse(url, ownAddress()) ? new URL(url, ownAddress()) : undefined;
  if (!address || !/^https?:/.test(address.protocol))
    throw new Error(`"${url}" is no address; baseUrl begins with http:// or https://`);
  // Not quoted, for what it holds is a secret.
  if (address.username || address.password)
    throw new Error('baseUrl holds a name or a password, which fetch does not send; give them to auth');
}
