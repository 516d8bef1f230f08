import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, type Served, serve } from '../serve.ts';
import { type Breakage, broken, type WireRequest } from './broken-request.ts';
import { fitting, type JsonSchema } from './schema-arbitrary.ts';
import { aim, furnish, idFor, look, lookAtCards, type World } from './shop-world.ts';

// Requests made from the document that the server itself serves: valid ones, valid ones aimed at what there is, and broken
// ones. Whatever the server answers must be in the document, and fit it.

const EACH = 175;
/** A demo day is 90 writes and fills the shop; it gets no more than it must. */
const FEWER: Record<string, number> = { loadDemoDay: 100 };
/** Of the requests, how many are aimed at what there is and how many are broken; the others are valid and refer to anything. */
const [AIMED, BROKEN] = [0.55, 0.3];
const seed = Number(process.env.FUZZ_SEED ?? 20_250_920);

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; required?: boolean; schema: JsonSchema }[];
  requestBody?: { content: { 'application/json': { schema: JsonSchema } } };
  responses: Record<string, { content?: { 'application/json'?: { schema: object } } }>;
}
interface Target {
  method: string;
  path: string;
  operation: Operation;
}

let served: Served;
let targets: Target[];
let ajv: Ajv2020;
const validators = new Map<object, ValidateFunction>();
const counts = new Map<string, Record<string, number>>();
let schemas: Record<string, JsonSchema>;

beforeAll(async () => {
  // As many connections as in a shop: all operations come at once, and on a busy machine five kept some waiting too long.
  served = await serve({ DATABASE_POOL_SIZE: '10' });
  await furnish(served.api);
  const document = (await served.api('GET', '/openapi.json')).body;
  schemas = document.components?.schemas ?? {};
  ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  targets = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => ['get', 'post', 'patch', 'delete', 'put'].includes(method))
      // The stream never ends; it has tests of its own.
      .filter(([, { responses }]) => !responses[200]?.content || 'application/json' in responses[200].content)
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
});
afterAll(() => served.close());

const resolve = (schema: JsonSchema): JsonSchema =>
  schema.$ref ? resolve(schemas[schema.$ref.split('/').at(-1) as string] as JsonSchema) : schema;

/** The document's schema of an answer, or undefined where it does not name the status. */
function validatorOf({ operation }: Target, status: number): ValidateFunction | undefined {
  const schema = operation.responses[status]?.content?.['application/json']?.schema;
  if (!schema) return undefined;
  let validate = validators.get(schema);
  if (!validate) {
    // Beside the components that it refers to, a schema out of the document is one by itself.
    validate = ajv.compile({ ...schema, components: { schemas } });
    validators.set(schema, validate);
  }
  return validate;
}

interface Sent {
  target: Target;
  request: WireRequest;
  expected?: Breakage;
}

function judge({ target, request, expected }: Sent, answer: Answer): void {
  const told = `${target.method} ${request.path} ${expected?.how ?? ''}\n${request.body?.slice(0, 500)}\n→ ${answer.status} ${JSON.stringify(answer.body).slice(0, 800)}`;
  const count = counts.get(target.operation.operationId) ?? {};
  const family = `${String(answer.status)[0]}xx`;
  counts.set(target.operation.operationId, { ...count, [family]: (count[family] ?? 0) + 1, all: (count.all ?? 0) + 1 });
  expect(answer.status, told).toBeLessThan(500);
  expect(answer.headers.get('x-correlation-id'), told).toMatch(/^[\w.-]{1,128}$/);
  if (expected) expect(expected.statuses, told).toContain(answer.status);
  if (answer.status === 304) return;
  expect(answer.headers.get('content-type'), told).toMatch(/^application\/json/);
  // A path that was broken is not the document's any more.
  if (answer.status === 404 && expected?.how.match(/path|slash/)) {
    expect(answer.body, told).toMatchObject({ ok: false, error: { code: 'not_found' } });
    return;
  }
  const validate = validatorOf(target, answer.status);
  expect(validate, `the document does not name this answer\n${told}`).toBeDefined();
  expect(validate?.(answer.body), `${ajv.errorsText(validate?.errors)}\n${told}`).toBe(true);
}

/** Between 0 and 1, evenly: fast-check's own numbers lean towards the edges. https://github.com/bryc/code (mulberry32) */
function evenly(n: number): number {
  let x = Math.imul(n ^ (n >>> 15), 1 | n);
  x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
  return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
}

function requestFor(target: Target, world: World, i: number): Sent {
  const { path, method, operation } = target;
  const sample = <T>(arbitrary: fc.Arbitrary<T>, salt: number): T =>
    fc.sample(arbitrary, { numRuns: 1, seed: seed + i * 31 + salt })[0] as T;
  let salt = 0;
  const pick = <T>(list: readonly T[]): T => {
    salt += 1;
    return list[Math.floor(evenly(seed + i * 31 + salt) * list.length)] as T;
  };
  const dice = evenly(seed + i * 7_919);
  // Outside /api a path that is not the document's is a page of the web app.
  const breakable = path.startsWith('/api/');
  const kind = dice < AIMED ? 'aimed' : dice < AIMED + BROKEN && breakable ? 'broken' : 'any';
  const { id, card } = path.includes('{id}') ? idFor(path, world, pick) : { id: '', card: undefined };
  const anyId = sample(
    fc.oneof(fc.uuid(), fc.constantFrom('0', 'x', '..%2f..', '%00', "'%20or%201=1", 'A'.repeat(90))),
    1_001,
  );
  const query = new URLSearchParams();
  for (const parameter of operation.parameters ?? []) {
    // What is shared by reference is a header.
    if (parameter.in !== 'query' || (!parameter.required && sample(fc.nat(9), 1_002 + salt) > 2)) continue;
    salt += 1;
    const value =
      parameter.name === 'expected_version' && card && kind !== 'any'
        ? card.version
        : sample(fitting(resolve(parameter.schema)), 2_000 + salt);
    query.set(parameter.name, String(value));
  }
  // A range of dates that is asked for in earnest is one: both ends, in order, not too long.
  if (kind === 'aimed' && (query.has('from') || query.has('to')) && operation.operationId !== 'listAppointments') {
    query.delete('date');
    query.set('from', '2025-05-01');
    query.set('to', '2025-05-31');
  }
  const search = query.size > 0 ? `?${query}` : '';
  const headers: Record<string, string> =
    method === 'GET' ? {} : { 'idempotency-key': `fuzz-${seed}-${operation.operationId}-${i}` };
  const schema = operation.requestBody && resolve(operation.requestBody.content['application/json'].schema);
  const valid = schema && (sample(fitting(schema), 3_000) as Record<string, unknown>);
  const body = valid && kind !== 'any' ? aim(valid, world, pick, card) : valid;
  if (body !== undefined) headers['content-type'] = 'application/json';
  const request: WireRequest = {
    path: path.replace('{id}', kind === 'any' ? anyId : id) + search,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  };
  if (kind !== 'broken') return { target, request };
  const expected = sample(broken(request, schema, body), 4_000);
  return { target, request: expected.request, expected };
}

test('every answer to a request made from the document is one that the document names', async () => {
  let world = await look(served.api);
  for (let i = 0; i < EACH; i += 1) {
    const asked = targets.filter(({ operation }) => i < (FEWER[operation.operationId] ?? EACH));
    const sent = asked.map((target, k) => requestFor(target, world, i * 1_000 + k));
    // All operations at once: they are also each other's interference.
    const answers = await Promise.all(
      sent.map(({ target, request }) => served.api(target.method, request.path, request.body, request.headers)),
    );
    for (const [k, answer] of answers.entries()) judge(sent[k] as Sent, answer);
    // Cards move on all the time, the rest hardly.
    world = i % 5 === 4 ? await look(served.api) : await lookAtCards(served.api, world);
  }
  const rows = [...counts.values()];
  const sum = (family: string) => rows.reduce((total, row) => total + (row[family] ?? 0), 0);
  const told = `seed ${seed}\n${JSON.stringify(Object.fromEntries(counts), null, 1)}`;
  console.log(
    `${sum('all')} requests over ${rows.length} operations, ${Math.round((100 * sum('2xx')) / sum('all'))} % answered 2xx`,
  );
  expect(sum('all'), told).toBeGreaterThanOrEqual(5_000);
  expect(sum('2xx') / sum('all'), told).toBeGreaterThanOrEqual(0.3);
  for (const row of rows) {
    expect(row.all, told).toBeGreaterThanOrEqual(100);
    expect(row['2xx'] ?? 0, `never a success: ${told}`).toBeGreaterThan(0);
  }
}, 120_000);
