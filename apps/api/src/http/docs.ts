import { hash } from 'node:crypto';
import { openApiDocument } from '@edgar-auto-shop/contract/openapi';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { VERSION } from '../version.ts';
import { JSON_TYPE } from './answer.ts';
import { matches } from './etag.ts';
import { protectPage } from './security-headers.ts';
import type { HttpServer } from './server.ts';

function makeDescription() {
  const document = openApiDocument(VERSION);
  const text = JSON.stringify(document);
  return { document, text, etag: `"${hash('sha256', text, 'base64url').slice(0, 22)}"` };
}

let description: ReturnType<typeof makeDescription> | undefined;

/** The document of the API, made once a process: it takes a tenth of a second. */
export function describeApi(): ReturnType<typeof makeDescription> {
  description ??= makeDescription();
  return description;
}

/** `/openapi.json`, and `/docs` to read and try it; all its files come from this server, so that it works without internet. */
export async function addDocs(app: HttpServer): Promise<void> {
  const { document, text, etag } = describeApi();
  app.get('/openapi.json', (request, reply) => {
    reply.header('etag', etag).header('cache-control', 'no-cache');
    if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return reply.header('content-type', JSON_TYPE).send(text);
  });
  await app.register(swagger, { mode: 'static', specification: { document: document as never } });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    theme: { title: "API of Edgar's Mobile Auto Shop" },
    uiConfig: {
      layout: 'BaseLayout',
      docExpansion: 'list',
      deepLinking: true,
      tryItOutEnabled: true,
      displayRequestDuration: true,
    },
    uiHooks: {
      onRequest: (request, reply, done) => {
        protectPage(request, reply);
        reply.header('cache-control', 'no-cache');
        done();
      },
    },
  });
}
