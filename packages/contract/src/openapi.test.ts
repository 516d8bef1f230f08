import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { endpoints } from './endpoints/index.ts';
import { ERRORS } from './errors.ts';
import { openApiDocument } from './openapi.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document is walked through here, not typed
const document = openApiDocument('0.1.0') as any;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  // biome-ignore lint/suspicious/noExplicitAny: as above
  Object.entries(methods as Record<string, any>).map(([method, operation]) => ({ path, method, operation })),
);

test('a validator of OpenAPI 3.1 finds nothing wrong', async () => {
  const result = await new Validator().validate(structuredClone(document));
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
});

test('the validator would find a fault', async () => {
  const broken = structuredClone(document);
  broken.paths['/healthz'].get.responses[200].description = 7;
  expect((await new Validator().validate(broken)).valid).toBe(false);
});

test('every endpoint and the stream are there, with a tag that is described and an id of its own', () => {
  expect(operations).toHaveLength(Object.keys(endpoints).length + 1);
  expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  const described = document.tags.map(({ name }: { name: string }) => name);
  for (const { operation } of operations) expect(described).toContain(operation.tags[0]);
});

test.each(Object.values(endpoints))('$operationId tells every error it can give, and 405', (endpoint) => {
  const { responses } = document.paths[endpoint.path][endpoint.method.toLowerCase()];
  for (const code of [...endpoint.errors, 'method_not_allowed'] as (keyof typeof ERRORS)[]) {
    const answer = responses[ERRORS[code].status];
    expect(answer.content['application/json'].examples[code].value.error.code).toBe(code);
  }
});

test('writes take an Idempotency-Key, tagged reads If-None-Match and answer 304', () => {
  for (const { method, operation } of operations) {
    const refs = (operation.parameters ?? []).map((it: { $ref?: string }) => it.$ref?.split('/').at(-1));
    expect(refs.includes('Idempotency-Key')).toBe(method !== 'get');
    expect(refs.includes('If-None-Match')).toBe('304' in operation.responses);
  }
  expect(document.paths['/api/admin/appointments/board'].get.responses).toHaveProperty('304');
});

const ajv = addFormats.default(new Ajv2020({ strict: false, validateFormats: true }));
ajv.addSchema(document, 'document');

// biome-ignore lint/suspicious/noExplicitAny: as above
function faultsOf(schema: any, value: unknown): string {
  const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"document#/components'));
  const validate = ajv.compile(local);
  return validate(value) ? '' : ajv.errorsText(validate.errors);
}

test.each(operations)('the examples of $method $path fit their schemas', ({ operation }) => {
  for (const parameter of operation.parameters ?? []) {
    if (parameter.example !== undefined) expect(faultsOf(parameter.schema, parameter.example)).toBe('');
  }
  const body = operation.requestBody?.content['application/json'];
  if (body) expect(faultsOf(body.schema, body.example)).toBe('');
  // biome-ignore lint/suspicious/noExplicitAny: as above
  for (const answer of Object.values<any>(operation.responses)) {
    const content = answer.content?.['application/json'];
    if (content === undefined) continue;
    if (content.example) expect(faultsOf(content.schema, content.example)).toBe('');
    for (const { value } of Object.values<{ value: unknown }>(content.examples ?? {})) {
      expect(faultsOf(content.schema, value)).toBe('');
    }
  }
});
