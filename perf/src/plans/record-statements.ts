import { randomUUID } from 'node:crypto';
import { addDays } from '@edgar-auto-shop/contract';
import { boardStream, type Endpoint, endpoints } from '@edgar-auto-shop/contract/endpoints';
import { buildApp } from '../../../apps/api/src/app.ts';
import { loadConfig } from '../../../apps/api/src/config.ts';
import type { Statement } from '../../../apps/api/src/db/database.ts';
import { openDatabase } from '../../../apps/api/src/entry/open-database.ts';
import { createLog } from '../../../apps/api/src/log.ts';
import { Metrics } from '../../../apps/api/src/metrics.ts';
import { depsOf } from '../../../apps/api/src/modules/deps.ts';

/** What a run over the whole API sent to the database. */
export interface Recorded {
  shopId: string;
  /** Each text once, with the values it was sent with first. */
  statements: Statement[];
  /** Operations that were never called successfully. */
  missed: string[];
}

// biome-ignore lint/suspicious/noExplicitAny: an answer of any endpoint
type Thing = any;
type Call = (method: string, path: string, body?: object, key?: string) => Promise<Thing>;

const APPOINTMENTS = '/api/admin/appointments';

/** Serves a filled database from this process and calls every operation, with every filter that there is. */
export async function recordStatements(databaseUrl: string): Promise<Recorded> {
  const config = loadConfig({ RATE_LIMIT: 'off', LOG_LEVEL: 'silent', DATABASE_POOL_SIZE: '3' });
  const http = { config, log: createLog(config), metrics: new Metrics(), runtime: 'node' as const };
  const open = await openDatabase(databaseUrl, databaseUrl, config, http);
  const seen = new Map<string, Statement>();
  const { database } = open;
  const named = database.statement.bind(database);
  database.statement = (statement) => {
    if (!seen.has(statement.text)) seen.set(statement.text, statement);
    return named(statement);
  };
  const app = await buildApp(depsOf(http, open));
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const called = new Set<string>();
  const call: Call = async (method, path, body, key) => {
    const response = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'idempotency-key': key }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    const operation = operationOf(method, path.split('?', 1)[0] as string);
    if (operation) called.add(operation);
    if (operation === boardStream.operationId) return void (await response.body?.cancel());
    const text = await response.text();
    return text.startsWith('{"ok"') ? (JSON.parse(text) as { data: Thing }).data : text;
  };
  try {
    await callEverything(call);
  } finally {
    app.server.closeAllConnections();
    await app.close();
    await database.close();
  }
  const all = [...Object.values<Endpoint>(endpoints), boardStream as unknown as Endpoint];
  const missed = all.map(({ operationId }) => operationId).filter((it) => !called.has(it));
  return { shopId: open.shop.id, statements: [...seen.values()], missed };
}

function operationOf(method: string, path: string): string | undefined {
  const all = [...Object.values<Endpoint>(endpoints), boardStream as unknown as Endpoint];
  const fits = all.filter(
    (it) => it.method === method && new RegExp(`^${it.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  return (fits.find((it) => !it.path.includes('{')) ?? fits[0])?.operationId;
}

async function callEverything(call: Call): Promise<void> {
  for (const path of ['/healthz', '/readyz', '/metrics', '/openapi.json', '/api/admin/shop']) await call('GET', path);
  const made = await callRecords(call);
  await callAppointments(call, made);
  await call('POST', '/api/admin/demo-day', { force: true, seed: 1 });
}

async function callRecords(call: Call) {
  const write = (method: string, noun: string, body?: object) => call(method, `/api/admin/${noun}`, body, randomUUID());
  const customer = await write('POST', 'customers', { name: 'Ana', phone: '(555) 010-0199' });
  const car = { customer_id: customer.id, make: 'Kia', model: 'Ceed', license_plate: '7PLAN01' };
  const key = randomUUID();
  const vehicle = await call('POST', '/api/admin/vehicles', car, key);
  // It is made once, and answered again.
  await call('POST', '/api/admin/vehicles', car, key);
  const technician = await write('POST', 'technicians', { name: 'Sam' });
  const service = { name: 'Wash', base_price_cents: 1, est_minutes: 10 };
  const used = await write('POST', 'services', { ...service, code: 'WASH' });
  const unused = await write('POST', 'services', { ...service, code: 'WAX' });
  await write('DELETE', `services/${unused.id}`);
  for (const noun of ['customers', 'vehicles', 'technicians', 'services']) await call('GET', `/api/admin/${noun}`);
  const id = { customers: customer.id, vehicles: vehicle.id, services: used.id };
  for (const [noun, one] of Object.entries(id)) await call('GET', `/api/admin/${noun}/${one}`);
  for (const noun of ['customers', 'vehicles', 'services']) await call('GET', `/api/admin/${noun}?search=555-0101`);
  await call('GET', `/api/admin/vehicles?customer_id=${customer.id}`);
  await call('GET', `/api/admin/customers/${customer.id}/vehicles`);
  return { customer, vehicle, technician, used, write };
}

async function callAppointments(call: Call, made: Awaited<ReturnType<typeof callRecords>>): Promise<void> {
  const { customer, vehicle, technician, used, write } = made;
  const date = new Date().toISOString().slice(0, 10);
  const booking = {
    customer_id: customer.id,
    vehicle_id: vehicle.id,
    tech_id: technician.id,
    service_codes: ['WASH'],
    appt_start: `${date}T18:00:00Z`,
    appt_end: `${date}T19:00:00Z`,
  };
  const card = await write('POST', 'appointments', booking);
  const at = `appointments/${card.id}`;
  const board = `${APPOINTMENTS}/board`;
  const moved = await write('POST', `${at}/move`, { new_status: 'in_progress', expected_version: 1 });
  // This one was never seen by this process, so it must be looked for.
  const [other] = (await call('GET', `${APPOINTMENTS}?from=${date}&status=scheduled`)).items;
  await write('POST', `appointments/${other.id}/move`, { new_status: 'in_progress', expected_version: 1 });
  await write('POST', `${at}/reorder`, { position: 0, expected_version: 2 });
  await write('POST', `${at}/undo`, { expected_version: moved.version });
  await write('PATCH', at, { expected_version: 3, notes: 'Gate code', appt_end: `${date}T20:00:00Z` });
  for (const [noun, change] of [
    [`customers/${customer.id}`, { name: 'Ana T.' }],
    [`vehicles/${vehicle.id}`, { color: 'red' }],
    [`technicians/${technician.id}`, { name: 'Sam L.' }],
    [`services/${used.id}`, { est_minutes: 11 }],
  ] as const)
    await write('PATCH', noun, change);
  for (const path of [`${board}?date=${date}`, `${board}/stream?date=${date}`, `/api/admin/dashboard/stats`])
    await call('GET', path);
  // Several boards at once are asked for in one statement.
  await call('GET', `${board}?from=${date}&to=${addDays(date, 2)}`);
  await call('GET', `${board}/changes?date=${date}&since=1`);
  await call('GET', `${board}/changes?date=2199-01-01&since=0`);
  await call('GET', `/api/admin/${at}`);
  await call('GET', `/api/admin/${at}/history`);
  const filters = {
    date,
    from: date,
    to: date,
    status: 'scheduled',
    customer_id: customer.id,
    vehicle_id: vehicle.id,
    tech_id: technician.id,
    search: 'gate',
  };
  await call('GET', APPOINTMENTS);
  for (const [name, value] of Object.entries(filters)) await call('GET', `${APPOINTMENTS}?${name}=${value}`);
  await call('GET', `${APPOINTMENTS}?${new URLSearchParams({ ...filters, date: '' })}`.replace('date=&', ''));
  const version = (await call('GET', `/api/admin/${at}`)).version;
  await write('DELETE', `${at}?expected_version=${version}`);
}
