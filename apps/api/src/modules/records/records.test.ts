import { type Endpoint, endpoints } from '@edgar-auto-shop/contract/endpoints';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from '../../http/validate.ts';
import { openRecordServer, type RecordServer, type Reply } from './test/record-server.ts';

let server: RecordServer;
beforeAll(async () => {
  server = await openRecordServer();
});
afterAll(() => server.close());

const UNKNOWN = '0190a0b0-0000-7000-8000-000000000000';

/** What is the same for all four. `isRead` is whether one of them can be read by its id. */
const NOUNS = [
  { noun: 'services', isRead: true, create: (name: string) => ({ code: name, name, base_price_cents: 1 }) },
  { noun: 'customers', isRead: true, create: (name: string) => ({ name, phone: '555 010 0123' }) },
  {
    noun: 'vehicles',
    isRead: true,
    create: (name: string) => ({ customer_id: server.customerId, make: 'Make', model: name }),
    patch: (name: string) => ({ model: name }),
  },
  { noun: 'technicians', isRead: false, create: (name: string) => ({ name }) },
];

for (const { noun, isRead, create, patch = (name: string): object => ({ name }) } of NOUNS) {
  const add = async (name: string) => (await server.send('POST', `/${noun}`, create(name))).data;

  test(`${noun}: every answer fits its schema`, async () => {
    const one = noun.slice(0, -1).replace(/^./, (letter) => letter.toUpperCase());
    const fits = (operation: string, { status, data }: Reply) => {
      const { [operation]: endpoint } = endpoints as Record<string, Endpoint>;
      expect(status, operation).toBe(endpoint?.status);
      check(endpoint?.data as Endpoint['data'], data, operation);
    };
    const created = await server.send('POST', `/${noun}`, create('Fitting'));
    fits(`create${one}`, created);
    const path = `/${noun}/${created.data.id}`;
    fits(`update${one}`, await server.send('PATCH', path, patch('Fitted')));
    fits(`list${one}s`, await server.send('GET', `/${noun}`));
    if (isRead) fits(`get${one}`, await server.send('GET', path));
    if (noun === 'services') fits('deleteService', await server.send('DELETE', path));
    if (noun === 'customers') fits('listCustomerVehicles', await server.send('GET', `${path}/vehicles`));
  });

  test(`${noun}: the history says who changed what, when and in which request`, async () => {
    const { id } = await add('Before');
    const { data } = await server.send('PATCH', `/${noun}/${id}`, patch('After'), `history-${noun}`);
    const [event] = await server.sql(
      `select subject, type, wire_instant(at) as at, actor_id, actor_name, changes, idempotency_key, correlation_id <> '' as told
       from events where subject_id = $1 and version = 2`,
      [id],
    );
    const [field] = Object.keys(patch('')) as [string];
    expect(event).toEqual({
      subject: noun.slice(0, -1),
      type: 'updated',
      at: data.updated_at,
      actor_id: 'anonymous',
      actor_name: 'anonymous',
      changes: { [field]: { from: 'Before', to: 'After' } },
      idempotency_key: `history-${noun}`,
      told: true,
    });
  });

  test(`${noun}: unknown and malformed ids are 404`, async () => {
    for (const id of [UNKNOWN, 'nope', UNKNOWN.toUpperCase(), "'; drop table x --", '%00', 'x'.repeat(5000)]) {
      const path = `/${noun}/${id === '%00' ? id : encodeURIComponent(id)}`;
      if (isRead) expect((await server.send('GET', path)).error.code).toBe('not_found');
      expect((await server.send('PATCH', path, patch('Renamed'))).error.code).toBe('not_found');
    }
  });

  test(`${noun}: a body that does not fit is 400 and names its fields`, async () => {
    const { id } = await add('Fits');
    for (const [method, path, body] of [
      ['POST', `/${noun}`, { ...create('Surplus'), surplus: 1 }],
      ['PATCH', `/${noun}/${id}`, { surplus: 1 }],
    ] as const) {
      const { status, error } = await server.send(method, path, body);
      expect([status, Object.keys(error.details?.fields ?? {})]).toEqual([400, ['surplus']]);
    }
    const [name] = Object.keys(patch(''));
    for (const value of ['', '   ', 'x'.repeat(201), null, 7, 'a\u0000b', '\ud800']) {
      const { status, error } = await server.send('PATCH', `/${noun}/${id}`, { [name as string]: value });
      expect([status, Object.keys(error.details?.fields ?? {})], JSON.stringify(value)).toEqual([400, [name]]);
    }
    expect((await server.send('PATCH', `/${noun}/${id}`, {})).status).toBe(400);
    expect((await server.events(id)).length).toBe(1);
  });

  test(`${noun}: a change is one version and one event; the same values are 200 with the same version and none`, async () => {
    const { id } = await add('Changing');
    const changed = await server.send('PATCH', `/${noun}/${id}`, { ...patch('Changed'), expected_version: 1 });
    expect([changed.status, changed.data.version]).toEqual([200, 2]);
    expect(changed.data).toMatchObject(patch('Changed'));
    expect(changed.data.updated_at >= changed.data.created_at).toBe(true);
    const same = await server.send('PATCH', `/${noun}/${id}`, { ...patch('Changed'), expected_version: 2 });
    expect([same.status, same.data]).toEqual([200, changed.data]);
    expect(await server.events(id)).toEqual([
      { type: 'created', version: 1 },
      { type: 'updated', version: 2 },
    ]);
  });

  test(`${noun}: another expected_version is 409 with the record as it is, and changes nothing`, async () => {
    const created = await add('Guarded');
    const { status, error } = await server.send('PATCH', `/${noun}/${created.id}`, {
      ...patch('Late'),
      expected_version: 7,
    });
    expect([status, error.code]).toEqual([409, 'version_conflict']);
    expect(error.details).toEqual({ expected_version: 7, current_version: 1, current: created });
    expect((await server.events(created.id)).length).toBe(1);
  });

  test(`${noun}: of ten who change one version at once exactly one wins, version for version`, async () => {
    const { id } = await add('Contended');
    for (let version = 1; version <= 3; version += 1) {
      const replies = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          server.send('PATCH', `/${noun}/${id}`, { ...patch(`v${version} by ${i}`), expected_version: version }),
        ),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
    }
    expect((await server.events(id)).map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  });

  test(`${noun}: a key gives its first answer again byte for byte, and is refused for another request`, async () => {
    const key = `create-${noun}`;
    const first = await server.send('POST', `/${noun}`, create('Keyed'), key);
    const again = await server.send('POST', `/${noun}`, create('Keyed'), key);
    expect([first.status, first.replayed, again.status, again.replayed]).toEqual([201, false, 201, true]);
    expect(again.text).toBe(first.text);
    const other = await server.send('POST', `/${noun}`, create('Another'), key);
    expect([other.status, other.error.code]).toEqual([409, 'idempotency_mismatch']);
    // Replay comes before 404 and version: what was applied stays answered.
    const path = `/${noun}/${first.data.id}`;
    const change = { ...patch('Keyed 2'), expected_version: 1 };
    const changed = await server.send('PATCH', path, change, `${key}-2`);
    await server.send('PATCH', path, patch('Keyed 3'));
    const late = await server.send('PATCH', path, change, `${key}-2`);
    expect([late.text, late.replayed]).toEqual([changed.text, true]);
  });

  test(`${noun}: one key many times at once has one effect and one answer`, async () => {
    const many = (send: () => ReturnType<RecordServer['send']>) => Promise.all(Array.from({ length: 8 }, send));
    const created = await many(() => server.send('POST', `/${noun}`, create('At once'), `at-once-${noun}`));
    expect(new Set(created.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(created.filter(({ replayed }) => !replayed).length).toBe(1);
    const { id } = created[0]?.data ?? {};
    const change = { ...patch('Changed at once'), expected_version: 1 };
    const changed = await many(() => server.send('PATCH', `/${noun}/${id}`, change, `at-once-2-${noun}`));
    expect(new Set(changed.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(changed.filter(({ replayed }) => !replayed).length).toBe(1);
    expect((await server.events(id)).map(({ version }) => version)).toEqual([1, 2]);
  });

  test(`${noun}: a refusal is not remembered: its key is judged again`, async () => {
    const { id } = await add('Patient');
    const body = { ...patch('Second'), expected_version: 2 };
    expect((await server.send('PATCH', `/${noun}/${id}`, body, `patient-${noun}`)).status).toBe(409);
    await server.send('PATCH', `/${noun}/${id}`, patch('First'));
    expect((await server.send('PATCH', `/${noun}/${id}`, body, `patient-${noun}`)).status).toBe(200);
  });

  test(`${noun}: another shop's are 404 and in no list; keys and codes are its own`, async () => {
    const body = create('Mine alone');
    const { id } = (await server.send('POST', `/${noun}`, body, `mine-${noun}`)).data;
    if (isRead) expect((await server.sendOther('GET', `/${noun}/${id}`)).status).toBe(404);
    expect((await server.sendOther('PATCH', `/${noun}/${id}`, patch('Stolen'))).status).toBe(404);
    const { items, total } = (await server.sendOther('GET', `/${noun}`)).data;
    expect([items.length, total]).toEqual([total, total]);
    expect(items.some((item: { id: string }) => item.id === id)).toBe(false);
    expect((await server.events(id)).length).toBe(1);
    if ('customer_id' in body) body.customer_id = (await server.sendOther('POST', '/customers', { name: 'A' })).data.id;
    const theirs = await server.sendOther('POST', `/${noun}`, body, `mine-${noun}`);
    expect([theirs.status, theirs.replayed, theirs.data.id === id]).toEqual([201, false, false]);
  });

  test(`${noun}: 1,000 rows come in pages, each once; past the end is empty with the true totals`, async () => {
    await fill(noun, 1000);
    const first = (await server.send('GET', `/${noun}?page_size=200`)).data;
    expect(first).toMatchObject({ page: 1, page_size: 200, pages: Math.ceil(first.total / 200) });
    const pages = await Promise.all(
      Array.from({ length: first.pages }, (_, i) => server.send('GET', `/${noun}?page_size=200&page=${i + 1}`)),
    );
    const ids = pages.flatMap(({ data }) => data.items.map((item: { id: string }) => item.id));
    expect([ids.length, new Set(ids).size]).toEqual([first.total, first.total]);
    const past = (await server.send('GET', `/${noun}?page_size=200&page=1000000`)).data;
    expect(past).toEqual({ items: [], total: first.total, page: 1_000_000, page_size: 200, pages: first.pages });
    expect((await server.send('GET', `/${noun}`)).data.items).toHaveLength(50);
    for (const query of ['page=0', 'page_size=0', 'page_size=201', 'page=1.5', 'page=x'])
      expect((await server.send('GET', `/${noun}?${query}`)).status, query).toBe(400);
  });
}

/** Rows with few different names, so that only the end of the order tells them apart. */
async function fill(noun: string, count: number): Promise<void> {
  const common = 'shop_id, id, created_at, updated_at';
  const values = '$1, gen_random_uuid(), now(), now()';
  const columns: Record<string, [string, string]> = {
    services: ['code, name, base_price_cents, est_minutes', "'FILL-' || i, 'Same', 1, 1"],
    customers: ['name', "'Same ' || i % 3"],
    vehicles: ['customer_id, make, model', "(select id from customers where shop_id = $1 limit 1), 'Same', 'Same'"],
    technicians: ['name', "'Same ' || i % 3"],
  };
  const [names, expressions] = columns[noun] as [string, string];
  await server.sql(
    `insert into ${noun} (${common}, ${names}) select ${values}, ${expressions} from generate_series(1, $2::int) i`,
    [server.shop.id, count],
  );
}
