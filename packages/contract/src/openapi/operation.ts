import type { TObject } from 'typebox';
import { type Endpoint, isWrite } from '../endpoints/endpoint.ts';
import { boardStream } from '../endpoints/stream.ts';
import { ERRORS, type ErrorCode } from '../errors.ts';
import { BoardChange } from '../schemas/board-change.ts';
import { Failure, Success } from '../schemas/envelope.ts';
import type { Components, Json } from './components.ts';
import { errorExample } from './error-examples.ts';

type Fields = Record<string, Json>;

const header = (name: string): Json => ({ $ref: `#/components/headers/${name}` });
const COMMON = { 'X-Correlation-Id': header('X-Correlation-Id'), 'X-App-Version': header('X-App-Version') };
const TIMED = { ...COMMON, 'Server-Timing': header('Server-Timing') };

/** Everything the document says about one endpoint. */
export function describeOperation(endpoint: Endpoint, components: Components): Fields {
  const { operationId, tag, summary, description, body } = endpoint;
  const parameters = parametersOf(endpoint, components);
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: json(components.refer(body), endpoint.examples.body) } }),
    responses: { ...successOf(endpoint, components), ...failuresOf(endpoint, components) },
  };
}

/** The live stream: an answer of text that never ends. */
export function describeStream(components: Components): Fields {
  const { operationId, tag, summary, description, query, errors, examples } = boardStream;
  const change = `id: ${examples.lastEventId}\nevent: change\ndata: ${JSON.stringify(examples.change)}\n\n`;
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    parameters: [
      ...inPlace('query', query, examples.query, components),
      { $ref: '#/components/parameters/X-Correlation-Id' },
      {
        name: 'Last-Event-ID',
        in: 'header',
        required: false,
        description: `The id of the latest event received, e.g. \`${examples.lastEventId}\``,
        schema: { type: 'string' },
      },
    ],
    responses: {
      200: {
        description:
          'Events until the caller goes away. The data of a `board` is a Board, that of a `change` a BoardChange.',
        headers: COMMON,
        content: {
          'text/event-stream': {
            schema: { type: 'string' },
            example: change,
            'x-change': components.refer(BoardChange),
          },
        },
      },
      ...failuresOf({ errors }, components),
    },
  };
}

const json = (schema: Json, example: unknown): Json => ({
  'application/json': { schema, example: JSON.parse(JSON.stringify(example)) as Json },
});

function parametersOf(endpoint: Endpoint, components: Components): Json[] {
  const { params, query, examples } = endpoint;
  const parameters = [
    ...inPlace('path', params, examples.params, components),
    ...inPlace('query', query, examples.query, components),
  ];
  parameters.push({ $ref: '#/components/parameters/X-Correlation-Id' });
  if (isWrite(endpoint)) parameters.push({ $ref: '#/components/parameters/Idempotency-Key' });
  if (endpoint.etag === true) parameters.push({ $ref: '#/components/parameters/If-None-Match' });
  return parameters;
}

function inPlace(
  place: 'path' | 'query',
  object: TObject | undefined,
  examples: Record<string, string> = {},
  components: Components,
) {
  const required = new Set<string>((object as { required?: string[] } | undefined)?.required ?? []);
  return Object.entries(object?.properties ?? {}).map(([name, property]): Json => {
    const { description, ...schema } = components.refer(property) as Fields;
    const given = examples[name];
    const example = schema.type === 'integer' && given !== undefined ? Number(given) : given;
    return {
      name,
      in: place,
      required: place === 'path' || required.has(name),
      ...(description === undefined ? {} : { description }),
      schema,
      ...(example === undefined ? {} : { example }),
    };
  });
}

function successOf(endpoint: Endpoint, components: Components): Fields {
  const { status, data, etag, examples } = endpoint;
  const headers = {
    ...TIMED,
    ...(etag === true ? { ETag: header('ETag') } : {}),
    ...(isWrite(endpoint) ? { 'Idempotent-Replayed': header('Idempotent-Replayed') } : {}),
  };
  const content = json(components.refer(Success(data)), { ok: true, data: examples.data });
  const answers: Fields = { [status]: { description: status === 201 ? 'Created' : 'Done', headers, content } };
  if (etag === true) {
    answers[304] = {
      description: 'Nothing changed since the ETag in If-None-Match',
      headers: { ...TIMED, ETag: header('ETag') },
    };
  }
  return answers;
}

/** Errors that share a status share an answer; its schema is one of theirs, told apart by `error.code`. */
function failuresOf(endpoint: Pick<Endpoint, 'errors'>, components: Components): Fields {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...endpoint.errors, 'method_not_allowed'] as ErrorCode[]) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const answers: Fields = {};
  for (const [status, codes] of [...byStatus].sort(([a], [b]) => a - b)) {
    const schemas = codes.map((code) => components.refer(Failure(code)));
    answers[status] = {
      description: codes.map((code) => `\`${code}\`: ${ERRORS[code].description}`).join(' '),
      headers: {
        ...COMMON,
        ...(status === 405 ? { Allow: header('Allow') } : {}),
        ...(status === 429 || status === 503 ? { 'Retry-After': header('Retry-After') } : {}),
      },
      content: {
        'application/json': {
          schema: schemas.length === 1 ? (schemas[0] as Json) : { oneOf: schemas },
          examples: Object.fromEntries(codes.map((code) => [code, { value: errorExample(code) }])),
        },
      },
    };
  }
  return answers;
}
