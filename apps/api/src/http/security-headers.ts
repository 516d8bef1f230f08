import type { FastifyReply, FastifyRequest } from 'fastify';
import helmet from 'helmet';

/**
 * For pages; the JSON of the API needs none of it, and `@fastify/helmet` would add two hooks to each of its requests.
 * Scripts come from this server's own files only: what somebody writes into a card's notes can never run.
 */
const protect = helmet({
  // Whether there is https is up to what stands in front of this server.
  strictTransportSecurity: false,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      // Libraries place menus and dragged cards by style attributes.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      fontSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
  },
});

/** Sets what tells a browser how little a page of this server may do. */
export function protectPage(request: FastifyRequest, reply: FastifyReply): void {
  protect(request.raw, reply.raw, () => {});
}
