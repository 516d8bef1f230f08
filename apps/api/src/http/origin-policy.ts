import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { Config } from '../config.ts';
import { isLoopback } from '../config-values.ts';

type Wanted = Pick<Config, 'host' | 'corsOrigins' | 'authMode' | 'allowInsecure'>;

/** Answers are kept by header, for nearly all requests carry the same two; bounded, for anybody can send others. */
const KEPT = 1_000;

function remembered(decide: (text: string) => boolean): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    let answer = known.get(text);
    if (answer === undefined) {
      if (known.size >= KEPT) known.clear();
      answer = decide(text);
      known.set(text, answer);
    }
    return answer;
  };
}

/** Which pages may use the API (`Origin`), and by which names this server may be called (`Host`). */
export class OriginPolicy {
  readonly #config: Wanted;
  readonly #hosts: ReadonlySet<string>;
  readonly #any: boolean;

  constructor(config: Wanted) {
    this.#config = config;
    this.#any = config.corsOrigins.includes('*');
    const listed = config.corsOrigins.filter((it) => it !== '*').map((it) => new URL(it).hostname);
    const own = config.allowInsecure ? [hostname(), `${hostname()}.local`] : [];
    this.#hosts = new Set([config.host, ...listed, ...own].map((it) => it.toLowerCase()));
  }

  /** `*` was asked for: every page may read and write, but never with credentials. */
  get allowsAny(): boolean {
    return this.#any;
  }

  /** Whether a page of another origin may use the API. */
  readonly allowsOrigin = remembered((origin) => {
    if (this.#any || this.#config.corsOrigins.includes(origin)) return true;
    const name = hostOf(origin);
    return this.#config.authMode === 'none' && name !== null && isLoopback(name);
  });

  /**
   * Whether the request was meant for this server. A page elsewhere can point a name of its own at 127.0.0.1 (DNS rebinding)
   * and is then of the same origin as the server; only the name in `Host` gives it away.
   */
  readonly knowsHost = remembered((host) => {
    const name = hostOf(`http://${host}`);
    if (name === null) return false;
    const bare = name.replace(/^\[(.*)\]$/, '$1');
    return (
      isLoopback(name) ||
      this.#hosts.has(bare) ||
      this.#hosts.has(name) ||
      (this.#config.allowInsecure && isIP(bare) > 0)
    );
  });

  /** Whether a page from there may change something: the server's own pages and those it allows. */
  mayWrite(origin: string, host: string | undefined): boolean {
    return origin === `http://${host}` || origin === `https://${host}` || this.allowsOrigin(origin);
  }
}

/** The host's name in lower case, without port; null where that is no origin, e.g. for `null`. */
function hostOf(origin: string): string | null {
  if (!URL.canParse(origin)) return null;
  const url = new URL(origin);
  const isBare = /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.username === '';
  return isBare && url.hostname !== '' ? url.hostname.toLowerCase() : null;
}
