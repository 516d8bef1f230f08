import type { Endpoint } from './endpoints/endpoint.ts';
import { endpoints } from './endpoints/index.ts';
import { boardStream } from './endpoints/stream.ts';
import { Components, type Json } from './openapi/components.ts';
import { describeOperation, describeStream } from './openapi/operation.ts';
import { headers, introduction, parameters, tags } from './openapi/shared-parts.ts';
import { WIRE_VERSION } from './wire-version.ts';

export type { Json } from './openapi/components.ts';

/**
 * The OpenAPI 3.1 document of the API, made from the schemas that validate its requests.
 * @param version of the program
 * @param list the operations; all of them unless told otherwise
 * @example JSON.stringify(openApiDocument('0.1.0'))
 */
export function openApiDocument(
  version: string,
  list: readonly Endpoint[] = Object.values(endpoints),
): Record<string, Json> {
  const components = new Components();
  const paths: Record<string, Record<string, Json>> = {};
  for (const endpoint of list) {
    const path = paths[endpoint.path] ?? {};
    paths[endpoint.path] = path;
    path[endpoint.method.toLowerCase()] = describeOperation(endpoint, components);
  }
  paths[boardStream.path] = { get: describeStream(components) };
  const schemas = Object.fromEntries(Object.entries(components.schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    openapi: '3.1.0',
    info: {
      title: "Edgar's Mobile Auto Shop status board",
      version,
      description: introduction,
      'x-wire-version': WIRE_VERSION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This server' }],
    security: [],
    tags,
    paths,
    components: { schemas, parameters, headers },
  };
}
