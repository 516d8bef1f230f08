import type { FastifyInstance } from 'fastify';

/** Stands for a body that is not JSON. It is left unread, for an operation that takes no body does not mind. */
export const UNSUPPORTED = Symbol('unsupported media type');

function isUtf8(contentType: string): boolean {
  const parameters = contentType.split(';').slice(1);
  return parameters.every((it) => !/^\s*charset\s*=/i.test(it) || /=\s*"?utf-?8"?\s*$/i.test(it));
}

/** Bodies arrive as bytes, for the route knows what is to be done with them; at most `bodyLimit` of the server. */
export function addBodyParsers(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    const coding = request.headers['content-encoding'] ?? 'identity';
    done(null, isUtf8(request.headers['content-type'] ?? '') && coding === 'identity' ? bytes : UNSUPPORTED);
  });
  app.addContentTypeParser('*', (_request, _payload, done) => done(null, UNSUPPORTED));
}
