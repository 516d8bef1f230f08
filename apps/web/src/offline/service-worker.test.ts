import { afterEach, beforeEach, expect, test, vi } from 'vitest';

type Listener = (event: {
  request: Partial<Request>;
  waitUntil(w: Promise<unknown>): void;
  respondWith(a: Promise<Response>): void;
}) => void;

/** It exports nothing, and so is no module to the compiler: browsers run it as a plain script. */
const WORKER = './service-worker.ts';
const SHOP = 'https://shop.example';
const listeners = new Map<string, Listener>();
let stores: Map<string, Map<string, Response>>;
let server: (path: string) => Response | Promise<Response>;

const pathOf = (what: Request | string) => new URL(typeof what === 'string' ? what : what.url, SHOP).pathname;
const storeOf = (name: string) => {
  const store = stores.get(name) ?? new Map<string, Response>();
  stores.set(name, store);
  return {
    addAll: async (paths: string[]) => {
      for (const path of paths) store.set(path, await server(path));
    },
    match: async (what: Request | string) => store.get(pathOf(what)),
  };
};

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  stores = new Map();
  server = (path) => new Response(`the server's ${path}`);
  vi.stubGlobal('location', { origin: SHOP });
  vi.stubGlobal('fetch', async (request: Request) => server(pathOf(request)));
  vi.stubGlobal('caches', {
    open: async (name: string) => storeOf(name),
    keys: async () => [...stores.keys()],
    delete: async (name: string) => stores.delete(name),
    match: async (request: Request) => [...stores.values()].map((it) => it.get(pathOf(request))).find((it) => it),
  });
  vi.stubGlobal('self', {
    clients: { claim: async () => {} },
    skipWaiting: async () => {},
    addEventListener: (type: string, listener: Listener) => listeners.set(type, listener),
  });
  await import(WORKER);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What the worker answers; undefined where it leaves the request to the browser. */
async function ask(type: string, request: Partial<Request> = {}): Promise<Response | undefined> {
  let answer: Promise<Response> | undefined;
  let work: Promise<unknown> = Promise.resolve();
  listeners.get(type)?.({
    request: { method: 'GET', mode: 'cors', ...request },
    respondWith: (it) => (answer = it),
    waitUntil: (it) => (work = it),
  });
  await work;
  return answer;
}
const navigate = (path = '/?date=2025-09-20') => ask('fetch', { mode: 'navigate', url: SHOP + path });
const textOf = async (answer: Promise<Response | undefined>) => (await answer)?.text();
const out = () => Promise.reject(new TypeError('no network'));

test('who has a network gets the server’s page, also when another one is kept', async () => {
  await ask('install');
  server = () => new Response('the page of today');
  expect(await textOf(navigate())).toBe('the page of today');
});

test('without a network the kept page opens; where none is kept, the browser says what is wrong', async () => {
  server = out;
  await expect(navigate()).rejects.toThrow('no network');
  server = (path) => new Response(`the server's ${path}`);
  await ask('install');
  server = out;
  expect(await textOf(navigate())).toBe("the server's /");
});

test('a network that hangs is given four seconds', async () => {
  await ask('install');
  server = () => new Promise(() => {});
  const page = textOf(navigate());
  let isThere = false;
  void page.then(() => (isThere = true));
  await vi.advanceTimersByTimeAsync(3_900);
  expect(isThere).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  expect(await page).toBe("the server's /");
});

test('the API, other pages, other origins and everything that is not read are left to the browser', async () => {
  await ask('install');
  for (const request of [
    { url: `${SHOP}/api/admin/appointments/board` },
    { url: `${SHOP}/docs`, mode: 'navigate' as const },
    { url: 'https://elsewhere.example/', mode: 'navigate' as const },
    { url: `${SHOP}/`, mode: 'navigate' as const, method: 'POST' },
    { url: `${SHOP}/assets/not-of-this-build.js` },
  ])
    expect(await ask('fetch', request), request.url).toBeUndefined();
});

test('files are kept under the names that the build filled in', async () => {
  await ask('install');
  const [store] = stores.values();
  // As it stands in the source.
  expect([...(store?.keys() ?? [])]).toEqual(['/', '%FILES%']);
});

test('of earlier builds one is left, for windows that still show it; what others keep is theirs', async () => {
  for (const name of ['edgar-page 1', 'somebody else’s', 'edgar-page 2']) storeOf(name);
  await ask('install');
  await ask('activate');
  expect([...stores.keys()]).toEqual(['somebody else’s', 'edgar-page 2', 'edgar-page %BUILD%']);
});
