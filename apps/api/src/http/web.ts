import { stat } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { unknownPath } from './error-reply.ts';
import { protectPage } from './security-headers.ts';

const YEAR = 365 * 24 * 3600 * 1000;
const DIST = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

const NOT_BUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>The board is not built</title>
<body style="font:18px/1.6 system-ui;max-width:34em;margin:4em auto;padding:0 1em">
<h1>The server runs, but the board is not built</h1>
<p>Build it with <code>npm run build</code>, then load this page again. <code>npm start</code> does that by itself.</p>
<p>The API is there already: <a href="/docs">read and try it</a>.</p>
</body></html>
`;

const NOT_FOUND = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Nothing here</title>
<body style="font:18px/1.6 system-ui;max-width:34em;margin:4em auto;padding:0 1em">
<h1>There is nothing at this address</h1>
<p>Go to <a href="/">the board</a>, or read <a href="/docs">what the API can do</a>.</p>
</body></html>
`;

/** Lets replies send files and pages. To be registered before the routes. */
export async function addFiles(app: FastifyInstance): Promise<void> {
  await app.register(staticFiles, { root: DIST, serve: false, preCompressed: true, suppressWarning: true });
}

/**
 * Sends what the web app was built to: its one page at `/` (what it shows is in the query), and its files as they are.
 * Looked up with every request, so that a new build needs no restart.
 * @param dist folder of the built app, ending with `/`
 */
export async function sendWebApp(request: FastifyRequest, reply: FastifyReply, dist = DIST): Promise<FastifyReply> {
  request.label = 'web';
  protectPage(request, reply);
  const path = fileIn(request.raw.url ?? '/');
  if (path !== null && (await isFile(join(dist, path)))) return sendFile(reply, dist, path);
  if (path !== 'index.html') {
    // A name with an ending is that of a file: a page instead of a script would only confuse the browser.
    if (path?.includes('.') || !/text\/html/.test(request.headers.accept ?? '')) throw unknownPath();
    return sendText(reply, 404, NOT_FOUND);
  }
  if (!/text\/html|\*\/\*|^$/.test(request.headers.accept ?? '')) throw unknownPath();
  return sendText(reply, 503, NOT_BUILT);
}

const sendText = (reply: FastifyReply, status: number, page: string) =>
  reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page);

/** The file that the address names, `index.html` for the root; null for one that tries to leave the folder. */
function fileIn(url: string): string | null {
  try {
    const path = decodeURIComponent(url.split('?', 1)[0] ?? '').slice(1);
    const isPlain = !/[\0\\]/.test(path) && (path === '' || normalize(path) === path) && !/(^|\/)\./.test(path);
    return isPlain && !path.startsWith('/') ? path || 'index.html' : null;
  } catch {
    return null;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

// What the build puts in `assets/` carries a hash of its content in its name, and so never changes.
function sendFile(reply: FastifyReply, dist: string, path: string): FastifyReply {
  if (path.startsWith('assets/')) return reply.sendFile(path, dist, { maxAge: YEAR, immutable: true });
  reply.header('cache-control', 'no-cache');
  return reply.sendFile(path, dist, { cacheControl: false });
}
