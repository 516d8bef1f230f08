export interface Browser {
  readonly path: string;
  /** What the browser needs in its environment, beside our own. */
  readonly env: Readonly<Record<string, string>>;
  /** For people: which browser this is and where it came from. */
  readonly description: string;
}

// The tests open nothing but our own pages, so the sandbox guards nothing, and as root or in a container Chromium refuses to
// start with it. The other flags keep it from calling home, which a closed network answers with seconds of waiting.
const browserArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** How Playwright starts it. */
export function launchOptions(browser: Browser) {
  const environment = Object.entries({ ...process.env, ...browser.env });
  return {
    executablePath: browser.path,
    args: [...browserArguments],
    env: Object.fromEntries(environment.filter((it): it is [string, string] => it[1] !== undefined)),
  };
}
