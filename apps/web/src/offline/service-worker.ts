// Runs beside the page, as /service-worker.js, and keeps what the page consists of, so that it opens without a network too. Who has a
// network always gets the server's page: a kept one is only for those who would get none (docs/decisions/0025). The API is not its
// business. FILES and BUILD are filled in by vite.config.ts.

/** What is used of a service worker's events; the compiler's own library for them excludes that for pages. */
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
}

const worker = self as unknown as Worker;
const FILES: readonly string[] = ['%FILES%'];
const BUILD = '%BUILD%';
const PAGE = '/';
const PREFIX = 'edgar-page ';
/** Windows of the build before this one may still need a part of it. */
const BUILDS_KEPT = 2;
/** What the answer varies by, the browser's compression, is not for a worker to see. */
const ANY_HEADERS = { ignoreVary: true };
/** After so many milliseconds without an answer the kept page is shown: a network that hangs is none. */
const PATIENCE_MS = 4_000;

worker.addEventListener('install', (event) => event.waitUntil(keep()));
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));
worker.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== location.origin) return;
  if (mode === 'navigate' && pathname === PAGE) event.respondWith(open(event.request));
  else if (pathname !== PAGE && FILES.includes(pathname)) event.respondWith(fileOf(event.request));
});

async function keep(): Promise<void> {
  const cache = await caches.open(PREFIX + BUILD);
  await cache.addAll([PAGE, ...FILES]);
  await worker.skipWaiting();
}

async function takeOver(): Promise<void> {
  // In the order in which they were made.
  const kept = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  await Promise.all(kept.slice(0, -BUILDS_KEPT).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** The server's page, or the kept one where that does not come. */
async function open(request: Request): Promise<Response> {
  const fetched = fetch(request);
  const tooLong = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS));
  const answer = await Promise.race([fetched, tooLong]).catch(() => undefined);
  if (answer) return answer;
  const cache = await caches.open(PREFIX + BUILD);
  return (await cache.match(PAGE, ANY_HEADERS)) ?? fetched;
}

/** Names carry a hash of what is in them, so what is kept under a name is what the server has under it. */
const fileOf = async (request: Request): Promise<Response> =>
  (await caches.match(request, ANY_HEADERS)) ?? fetch(request);
