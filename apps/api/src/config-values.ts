// How one value of the environment is read. Every reader throws an Error whose text says what to write instead.
import { isIP } from 'node:net';

export type Read<T> = (text: string) => T;

/** @param example what to write, e.g. `3000` */
export const whole =
  (min: number, max: number, example: string): Read<number> =>
  (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new Error(`Write a whole number from ${min} to ${max}, e.g. ${example}.`);
  };

export const name: Read<string> = (value) => {
  if (/^\P{Cc}{1,200}$/u.test(value)) return value;
  throw new Error('Write 1 to 200 characters on one line.');
};

export const flag: Read<boolean> = (value) => {
  if (/^(1|true|yes|on)$/i.test(value)) return true;
  if (/^(0|false|no|off)$/i.test(value)) return false;
  throw new Error('Write 1 or 0.');
};

export const oneOf =
  <const V extends string>(values: readonly V[], why = ''): Read<V> =>
  (value) => {
    const found = values.find((it) => it === value.toLowerCase());
    if (found !== undefined) return found;
    throw new Error(`${why}Write ${values.length === 1 ? values[0] : `one of ${values.join(', ')}`}.`);
  };

export const orOff =
  <T>(read: Read<T>): Read<T | null> =>
  (value) => {
    if (value.toLowerCase() === 'off') return null;
    try {
      return read(value);
    } catch (error) {
      throw new Error(`${(error as Error).message.replace(/\.$/, '')}, or off.`);
    }
  };

export const databaseUrl: Read<string> = (value) => {
  const advice = 'Write it as postgresql://user:password@host:5432/database.';
  if (!URL.canParse(value)) throw new Error(advice);
  const { protocol, pathname } = new URL(value);
  if (!/^postgres(ql)?:$/.test(protocol)) throw new Error(`It starts with "${protocol}". ${advice}`);
  if (pathname.length < 2) throw new Error(`It names no database. ${advice}`);
  return value;
};

export const timeZone: Read<string> = (value) => {
  const advice = 'Write an IANA name such as America/Los_Angeles or Europe/Madrid.';
  // Offsets such as +02:00 are known to Intl, but have no daylight saving, and PostgreSQL reads their sign the other way.
  if (!/^[A-Za-z]/.test(value)) throw new Error(advice);
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone === 'UTC' ? 'UTC' : value;
  } catch {
    throw new Error(advice);
  }
};

export const host: Read<string> = (value) => {
  const bare = value.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) || /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(bare)) return bare;
  throw new Error('Write an address or a host name without scheme and port, e.g. 127.0.0.1.');
};

export const origins: Read<readonly string[]> = (value) => {
  const list = value
    .split(',')
    .map((it) => it.trim())
    .filter((it) => it !== '');
  return list.map((it) => {
    if (it === '*') return it;
    const url = URL.canParse(it) ? new URL(it) : null;
    if (url !== null && /^https?:$/.test(url.protocol) && (it === url.origin || it === `${url.origin}/`))
      return url.origin;
    const hint = url !== null && url.origin !== 'null' ? `${url.origin}` : 'https://board.example.com';
    throw new Error(`"${it}" is not an origin. Write ${hint}, several of them with commas, or *.`);
  });
};

/** Whether only this machine can reach a server that listens there, e.g. `127.0.0.1`, `localhost`, `::1`. */
export function isLoopback(name: string): boolean {
  const bare = name
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  if (isIP(bare) === 4) return bare.startsWith('127.');
  return bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1';
}
