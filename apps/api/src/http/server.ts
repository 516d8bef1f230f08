import { createServer, type Server } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { HttpDeps } from '../deps.ts';
import { ApiError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { observer } from './access-log.ts';
import { addBodyParsers } from './body-parsers.ts';
import { answerClientError } from './client-error.ts';
import { allowOrigin, answerOptions } from './cors.ts';
import { replyWithError, unknownPath } from './error-reply.ts';
import { guard, isApiPath } from './guard.ts';
import { OriginPolicy } from './origin-policy.ts';
import { PathTable } from './path-table.ts';
import { limitRate } from './rate-limit.ts';
import { correlationIdOf } from './request-state.ts';

/** A server of this program, as the modules see it. */
export type HttpServer = FastifyInstance;

const MiB = 1024 * 1024;
/** Of a request's head, its address included. */
const MAX_HEAD = 16 * 1024;

/** Sends a page or a file of the web app. */
export type SendPage = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

export interface HttpOptions extends HttpDeps {
  /** Stands on every line of the log. */
  shopId?: string;
  /** What to answer to GET outside the API where no route fits; without it that is not found. */
  sendPage?: SendPage;
  /** Runs before every request is routed on; what it throws is answered. */
  gate?: (request: FastifyRequest) => void;
}

const pathOf = (url: string) => url.split('?', 1)[0] ?? '';

/** A node server with limits on what a caller may take: time, size of the head, sockets that say nothing. Milliseconds. */
function limited(handler: Parameters<typeof createServer>[1]): Server {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEAD,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      // Above the 60 s of common load balancers, which would otherwise send a request into a connection being closed.
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5_000,
      // Told in our own envelope instead, see guard.ts.
      requireHostHeader: false,
      noDelay: true,
    },
    handler,
  );
  server.timeout = 120_000;
  // Node would answer 417 by itself; told in our own envelope instead, see guard.ts.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  return server;
}

/**
 * Everything about HTTP that is the same for all routes: limits, headers, guard, errors, log, metrics, unknown paths.
 * Opens no port.
 */
export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { config, log, metrics, sendPage, gate } = options;
  const policy = new OriginPolicy(config);
  const paths = new PathTable();
  const observe = observer(log, metrics, options.shopId);
  const app = Fastify({
    // Fastify's own logger would make a child for every request; ours writes one line at its end.
    logger: false,
    genReqId: correlationIdOf,
    bodyLimit: MiB,
    // A longer id is one that nothing has, and not a fault of its own.
    routerOptions: { maxParamLength: MAX_HEAD },
    // In flight while it closes is served to its end: the database is still there.
    return503OnClosing: false,
    serverFactory: (handler) => limited(handler),
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => {
      begin(request, reply);
      fail(error, request, reply);
    },
  });
  const fail = (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
    replyWithError(log, error, request, reply);

  function begin(request: FastifyRequest, reply: FastifyReply): void {
    request.startedAt = performance.now();
    request.timing = { dbMs: 0 };
    request.label = 'unknown';
    reply.header('x-correlation-id', request.id);
    reply.header('x-app-version', VERSION);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('vary', 'Origin');
    observe(request, reply);
    allowOrigin(request, reply, policy);
  }

  const isTakenForId = (request: FastifyRequest) =>
    paths.refuses(request.method, pathOf(request.raw.url ?? '/')) && request.routeOptions.url?.includes(':') === true;

  async function unknown(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const url = request.raw.url ?? '/';
    const methods = paths.methodsOf(pathOf(url));
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const isPage = sendPage !== undefined && methods.length === 0 && !isApiPath(url);
    if (request.method === 'OPTIONS' && (methods.length > 0 || isPage)) {
      return answerOptions(request, reply, isPage ? ['GET', 'HEAD', 'OPTIONS'] : methods, policy);
    }
    if (methods.length > 0) {
      reply.header('allow', methods.join(', '));
      throw new ApiError(
        'method_not_allowed',
        `${request.method} is not possible here, but ${methods.join(', ')}.`,
        undefined,
      );
    }
    if (isRead && isPage) return sendPage(request, reply);
    throw unknownPath();
  }

  paths.watch(app);
  addBodyParsers(app);
  app.decorateRequest('startedAt', 0);
  app.decorateRequest('label', 'unknown');
  app.decorateRequest('isStream', false);
  app.setErrorHandler(fail);
  app.setNotFoundHandler(unknown);
  const countRequest = config.rateLimit === null ? null : await limitRate(app, config.rateLimit);

  // One hook, with a callback, for all that precedes a route: each further hook and promise is paid by every request.
  app.addHook('onRequest', (request, reply, done) => {
    begin(request, reply);
    // What is not found must not be read first: a body of another type would be answered 415 instead of 404 or 405.
    const next = () => {
      try {
        gate?.(request);
        guard(request, policy);
      } catch (error) {
        fail(error, request, reply);
        return;
      }
      if (request.is404 || isTakenForId(request)) unknown(request, reply).catch((error) => fail(error, request, reply));
      else done();
    };
    if (countRequest === null) next();
    else countRequest(request).then(next, (error) => fail(error, request, reply));
  });
  return app;
}
