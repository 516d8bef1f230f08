import {
  type ClientOptions,
  createStatusBoardClient,
  failureOf,
  isTransient,
  randomId,
  type StatusBoardClient,
} from '@edgar-auto-shop/client';
import type { Card, Status } from '@edgar-auto-shop/contract';
import { type LossyProxy, startLossyProxy } from '@edgar-auto-shop/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Served, serve } from './serve.ts';

// What people do through a network that loses one answer in three: the server has moved the card, and nobody heard of it.
const DATE = '2025-09-20';
const CARDS = 12;
const ROUND: readonly Status[] = ['in_progress', 'ready', 'in_progress', 'scheduled'];
const ROUNDS = 3;
const BUDGET = { capacity: 5, perSecond: 0.5, perAnswer: 0.1 };

let served: Served;
let direct: StatusBoardClient;
let proxy: LossyProxy;
beforeAll(async () => {
  served = await serve();
  direct = createStatusBoardClient({ baseUrl: served.url });
});
afterEach(() => proxy.close());
afterAll(() => served.close());

/** A client behind the proxy that counts what the retry budget is about. */
function throughLoss(options: Partial<ClientOptions> = {}) {
  const counts = { calls: 0, retries: 0, answered: 0 };
  const client = createStatusBoardClient({
    baseUrl: proxy.url,
    retry: { attempts: 4, baseMs: 2, capMs: 10 },
    hooks: {
      onRequest: ({ attempt }) => {
        if (attempt === 1) counts.calls += 1;
      },
      onRetry: () => {
        counts.retries += 1;
      },
      onResponse: ({ outcome }) => {
        if (outcome !== 'network') counts.answered += 1;
      },
    },
    ...options,
  });
  return { client, counts };
}

/** Goes on under one key until it is settled, as the outbox of a phone does. */
async function settle<T>(send: (idempotencyKey: string) => Promise<T>): Promise<T> {
  const key = randomId();
  for (let tries = 0; tries < 40; tries += 1) {
    try {
      return await send(key);
    } catch (thrown) {
      if (!isTransient(failureOf(thrown))) throw thrown;
    }
  }
  throw new Error('not settled after 40 tries');
}

async function bookCards(): Promise<Card[]> {
  await direct.createService({ code: 'OIL', name: 'Oil change', base_price_cents: 7_900, est_minutes: 30 });
  const customer = await direct.createCustomer({ name: 'Ana Ruiz' });
  const vehicle = await direct.createVehicle({ customer_id: customer.id, make: 'Honda', model: 'Civic' });
  const times = { appt_start: `${DATE}T15:00:00Z`, appt_end: `${DATE}T16:00:00Z` };
  const job = { customer_id: customer.id, vehicle_id: vehicle.id, service_codes: ['OIL'], ...times };
  return Promise.all(Array.from({ length: CARDS }, () => direct.createAppointment(job)));
}

test('no move is lost and none is doubled, and the retry budget holds', async () => {
  const cards = await bookCards();
  proxy = await startLossyProxy(served.url, 1 / 3, 42);
  const { client, counts } = throughLoss({ retryBudget: BUDGET });
  const start = performance.now();
  const wanted = Array.from({ length: ROUNDS }, () => ROUND).flat();

  await Promise.all(
    cards.map(async ({ id, version }) => {
      for (const [i, new_status] of wanted.entries()) {
        const move = { new_status, expected_version: version + i };
        const moved = await settle((idempotencyKey) => client.moveAppointment(id, move, { idempotencyKey }));
        expect(moved).toMatchObject({ status: new_status, version: version + i + 1 });
      }
      await settle((idempotencyKey) => client.createCustomer({ name: `Owner of ${id}` }, { idempotencyKey }));
    }),
  );
  const seconds = (performance.now() - start) / 1000;

  for (const { id } of cards) {
    const { items } = await direct.getHistory(id, { page_size: 200 });
    expect(items.toReversed().map((it) => [it.version, it.type, it.to_status])).toEqual([
      [1, 'created', 'scheduled'],
      ...wanted.map((status, i) => [i + 2, 'moved', status]),
    ]);
  }
  const owners = await direct.listCustomers({ search: 'Owner of', page_size: 200 });
  expect(owners.items.map(({ name }) => name).sort()).toEqual(cards.map(({ id }) => `Owner of ${id}`).sort());

  const allowed = BUDGET.capacity + BUDGET.perSecond * seconds + BUDGET.perAnswer * counts.answered;
  const { requests, lost } = proxy;
  console.log({ moves: cards.length * wanted.length, requests, lost, ...counts, allowed: Math.floor(allowed) });
  expect(lost / requests).toBeGreaterThan(0.25);
  expect(lost / requests).toBeLessThan(0.42);
  expect(counts.retries).toBeGreaterThan(BUDGET.capacity);
  expect(counts.retries).toBeLessThanOrEqual(allowed);
  expect(requests).toBe(counts.calls + counts.retries);
});

test('while every answer is lost, a hundred calls make little more than a hundred requests', async () => {
  proxy = await startLossyProxy(served.url, 1, 7);
  const { client, counts } = throughLoss();
  const start = performance.now();
  const calls = Array.from({ length: 100 }, () => client.fetchBoard({ date: DATE }).catch(failureOf));
  expect((await Promise.all(calls)).every((it) => 'kind' in it && it.kind === 'network')).toBe(true);
  const seconds = (performance.now() - start) / 1000;
  console.log({ calls: counts.calls, retries: counts.retries, requests: proxy.requests });
  expect(counts.retries).toBeLessThanOrEqual(20 + 0.5 * seconds);
  expect(proxy.requests).toBe(100 + counts.retries);

  // And it is over as soon as answers come through again.
  proxy.loseAnswers(0);
  await expect(client.fetchBoard({ date: DATE })).resolves.toMatchObject({ date: DATE });
});
