// Every setting of the server: what it means, what it may be, and what it is when nobody says. Nothing else of the server reads the environment.
import { resolve } from 'node:path';
import {
  databaseUrl,
  flag,
  host,
  isLoopback,
  name,
  oneOf,
  origins,
  orOff,
  type Read,
  timeZone,
  whole,
} from './config-values.ts';

interface Setting<T> {
  read: Read<T>;
  /** Where the environment says nothing; `terminal` is whether a person is looking. */
  fallback: T | ((facts: { terminal: boolean }) => T);
  description: string;
}

const setting = <T>(read: Read<T>, fallback: Setting<T>['fallback'], description: string): Setting<T> => ({
  read,
  fallback,
  description,
});

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const noUrl: string | null = null;

/** The one table of settings. */
export const settings = {
  PORT: setting(whole(0, 65_535, '3000'), 3000, 'The port of the API and the board; 0 takes any free one.'),
  HOST: setting(host, '127.0.0.1', 'The address to listen on; the default is reachable from this machine only.'),
  DATABASE_URL: setting<string | null>(
    databaseUrl,
    noUrl,
    'A PostgreSQL (15 or later); without it an embedded one is started.',
  ),
  DATABASE_MIGRATION_URL: setting<string | null>(
    databaseUrl,
    noUrl,
    'The same database as its owner, where DATABASE_URL may not change tables.',
  ),
  DATABASE_POOL_SIZE: setting(
    whole(1, 500, '10'),
    10,
    'Connections to the database for requests, beside one that looks for what others changed. The default lets four changes take turns, two transactions of moves and three changes of customers and the like work, and one request read.',
  ),
  DATABASE_UNNAMED_STATEMENTS: setting(
    flag,
    false,
    'Write 1 behind a transaction pooler that knows no prepared statements.',
  ),
  DATA_DIR: setting(
    (value) => resolve(value),
    () => resolve('data'),
    'The folder of the embedded database; ./data by default.',
  ),
  SHOP_NAME: setting(name, "Edgar's Mobile Auto Shop", "The shop's name; fixed after its first start."),
  SHOP_TIME_ZONE: setting(timeZone, 'America/Los_Angeles', "The shop's IANA time zone; fixed after its first start."),
  AUTH_MODE: setting(
    oneOf(['none'], 'There are no accounts yet. '),
    'none',
    'Who may use the board; none: everybody who reaches it.',
  ),
  ALLOW_INSECURE: setting(flag, false, 'Write 1 to let a board without accounts be reached from other machines.'),
  LOG_LEVEL: setting<(typeof LEVELS)[number]>(
    oneOf(LEVELS),
    (facts) => (facts.terminal ? 'warn' : 'info'),
    'How much is logged: info (a line for each request), but only warn on a terminal.',
  ),
  RATE_LIMIT: setting<number | null>(
    orOff(whole(1, 10_000_000, '12000')),
    12_000,
    'Requests a minute for one address, or off; the default lets 20 busy people behind one address pass.',
  ),
  WRITES_AT_ONCE: setting(
    whole(1, 100_000, '256'),
    256,
    'Changes at work at a time; more are refused with 503 at once. The default is two full transactions of 64 and as many that wait; one board has 192 in line at most, and 16 while somebody else holds it.',
  ),
  READS_AT_ONCE: setting(
    whole(1, 100_000, '1000'),
    1_000,
    'Reads at work at a time; more are refused with 503 at once. The default lets a thousand people open the board together.',
  ),
  SEARCHES_AT_ONCE: setting(
    whole(1, 500, '2'),
    2,
    'Searches of lists at work at a time, and never more than half of DATABASE_POOL_SIZE; 8 more wait, others are refused with 503. Each reads all of a shop and may take seconds; the default leaves connections for moves, bookings and boards.',
  ),
  CORS_ORIGINS: setting<readonly string[]>(
    origins,
    [],
    'Other origins whose pages may use the API, with commas, e.g. https://board.example.com; * for all.',
  ),
};

type Settings = typeof settings;
type Camel<S extends string> = S extends `${infer A}_${infer B}`
  ? `${Lowercase<A>}${Capitalize<Camel<B>>}`
  : Lowercase<S>;
type ValueOf<S> = S extends Setting<infer T> ? T : never;

/** The settings as the program uses them: `DATABASE_POOL_SIZE` is `databasePoolSize`. */
export type Config = { readonly [K in keyof Settings as Camel<K>]: ValueOf<Settings[K]> } & {
  /** The names that the environment sets; all others have their default. */
  readonly given: ReadonlySet<string>;
};

/** Every fault of the environment at once, in sentences for a person. */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`The settings do not fit:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks all settings.
 * @throws ConfigError with all faults together
 * @example loadConfig({ PORT: '3001' }).port // 3001
 */
export function loadConfig(
  env: Environment = process.env,
  facts = { terminal: process.stdout.isTTY === true },
): Config {
  const faults: string[] = [];
  const names = new Set<string>();
  const values: Record<string, unknown> = { given: names };
  for (const [name, one] of Object.entries(settings) as [string, Setting<unknown>][]) {
    // An empty value means unset: that is what `PORT=` in a file of settings says.
    const given = env[name]?.trim() ?? '';
    if (given !== '') names.add(name);
    try {
      const fallback = typeof one.fallback === 'function' ? one.fallback(facts) : one.fallback;
      values[camel(name)] = given === '' ? fallback : one.read(given);
    } catch (error) {
      const shown = name.includes('URL') ? '' : ` is ${shortened(given)}`;
      faults.push(`${name}${shown}: ${(error as Error).message}`);
    }
  }
  const config = values as Config;
  if (config.authMode === 'none' && config.host !== undefined && !isLoopback(config.host) && !config.allowInsecure) {
    faults.push(
      `HOST is "${config.host}": there are no accounts (AUTH_MODE=none), so everybody who reaches that address could change ` +
        'the board. Leave HOST out to serve this machine only, or write ALLOW_INSECURE=1 if you trust the network.',
    );
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(config);
}

/** In quotes, on one line, and no longer than one can read. */
const shortened = (given: string) => {
  const plain = given.replace(/\p{Cc}/gu, ' ');
  return plain.length > 100 ? `"${plain.slice(0, 100)}…"` : `"${plain}"`;
};

const camel = (name: string) => name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

/**
 * Sentences about variables that look like a misspelt setting.
 * @example misspelt({ DATABSE_URL: '…' }) // ['DATABSE_URL is not a setting. Did you mean DATABASE_URL?']
 */
export function misspelt(env: Environment = process.env): string[] {
  const known = Object.keys(settings);
  return Object.keys(env).flatMap((name) => {
    if (known.includes(name)) return [];
    const near = known.find((it) => distance(it, name) <= (it.length > 6 ? 2 : 1));
    return near === undefined ? [] : [`${name} is not a setting. Did you mean ${near}?`];
  });
}

/** Levenshtein's: how many letters to change, add or leave out. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 3;
}
