import { afterAll, expect, test } from 'vitest';
import { APPOINTMENTS, newAppointment, openWorld, type Thing, UNKNOWN } from '../../../test/contract/world.ts';

// Creating, changing, rescheduling, cancelling and finding appointments over real HTTP.

const world = await openWorld();
afterAll(() => world.close());

let days = 0;
const aDate = () => new Date(Date.UTC(2033, 0, 1 + days++)).toISOString().slice(0, 10);
const hours = (date: string, from: number, to = from + 1) => ({
  appt_start: `${date}T${String(from).padStart(2, '0')}:00:00Z`,
  appt_end: `${date}T${to}:00:00Z`,
});
const refused = async (body: object) => {
  const answer = await world.api('POST', APPOINTMENTS, body);
  expect([answer.status, answer.body.error.code]).toEqual([400, 'validation_error']);
  return Object.keys(answer.body.error.details.fields);
};
const order = async (date: string, status = 'scheduled') =>
  (await world.board(`date=${date}`)).columns[status].items.map(({ id }: Thing) => id);

test("a booking is 201 with the appointment, its date and its board's revision, and is read as it was answered", async () => {
  const date = aDate();
  const made = await world.api('POST', APPOINTMENTS, {
    ...newAppointment(world, date),
    service_codes: ['oil', 'BRAKES', 'OIL'],
    appt_start: `${date}T08:00:00-07:00`,
    appt_end: `${date}T09:30:00.5-07:00`,
    tech_id: world.techIds[0],
    notes: '  Gate code 12 ',
    paid_cents: 1000,
  });
  expect(made.status).toBe(201);
  const { revision, ...rest } = made.data;
  expect(revision).toBe('1');
  expect(await world.card(rest.id)).toEqual(rest);
  expect(rest).toEqual({
    id: expect.any(String),
    version: 1,
    status: 'scheduled',
    position: 0,
    customer_id: world.customerId,
    customer_name: 'Ana Torres',
    customer_phone: '(555) 010-0199',
    vehicle_id: world.vehicleId,
    year: 2020,
    make: 'Honda',
    model: 'Civic',
    license_plate: '7ABC123',
    vehicle_info: '2020 Honda Civic',
    services: [
      { code: 'OIL', name: 'Oil change', qty: 2, price_cents: 7900 },
      { code: 'BRAKES', name: 'Brake pads', qty: 1, price_cents: 24900 },
    ],
    appt_start: `${date}T15:00:00.000Z`,
    appt_end: `${date}T16:30:00.500Z`,
    tech_id: world.techIds[0],
    tech_name: 'Sam Lee',
    check_in_at: null,
    check_out_at: null,
    total_cents: 2 * 7900 + 24900,
    paid_cents: 1000,
    notes: 'Gate code 12',
    double_booked: false,
    updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    date,
  });
});

test('what a booking refers to must be there, in this shop, and fit together: 400 that names it', async () => {
  const date = aDate();
  const other = (await world.api('POST', '/api/admin/customers', { name: 'Stranger' })).data;
  const retired = { code: 'OLD', name: 'Old', base_price_cents: 1, is_active: false };
  await world.api('POST', '/api/admin/services', retired);
  const absent = (await world.api('POST', '/api/admin/technicians', { name: 'Away', is_active: false })).data;
  const body = (fields: object) => newAppointment(world, date, fields);
  expect(await refused(body({ customer_id: UNKNOWN }))).toEqual(['customer_id']);
  expect(await refused(body({ customer_id: 'x' }))).toEqual(['customer_id']);
  expect(await refused(body({ vehicle_id: UNKNOWN }))).toEqual(['vehicle_id']);
  expect(await refused(body({ customer_id: other.id }))).toEqual(['vehicle_id']);
  expect(await refused(body({ service_codes: ['OIL', 'NOPE', 'OLD'] }))).toEqual([
    'service_codes.1',
    'service_codes.2',
  ]);
  expect(await refused(body({ tech_id: UNKNOWN }))).toEqual(['tech_id']);
  expect(await refused(body({ tech_id: absent.id }))).toEqual(['tech_id']);
  expect(await refused(body(hours(date, 15, 15)))).toEqual(['appt_end']);
  expect(await refused(body(hours(date, 15, 14)))).toEqual(['appt_end']);
  expect(await world.revision(date)).toBe(0);
});

test('what does not fit its schema is 400 that names it', async () => {
  const date = aDate();
  const body = (fields: object) => newAppointment(world, date, fields);
  expect(await refused(body({ service_codes: [] }))).toEqual(['service_codes']);
  expect(await refused(body({ service_codes: Array(51).fill('OIL') }))).toEqual(['service_codes']);
  expect(await refused(body({ appt_start: `${date}T15:00:00` }))).toEqual(['appt_start']);
  expect(await refused(body({ appt_end: `${date} 16:00` }))).toEqual(['appt_end']);
  expect(await refused(body({ notes: 'x'.repeat(10_001) }))).toEqual(['notes']);
  expect(await refused(body({ notes: 'a\u0000b' }))).toEqual(['notes']);
  expect(await refused(body({ paid_cents: 1_000_000_001 }))).toEqual(['paid_cents']);
  expect(await refused(body({ paid_cents: -1 }))).toEqual(['paid_cents']);
  expect(await refused(body({ paid_cents: 0.5 }))).toEqual(['paid_cents']);
  expect(await refused(body({ status: 'ready' }))).toEqual(['status']);
  const most = { service_codes: Array(50).fill('OIL'), notes: 'x'.repeat(10_000), paid_cents: 1_000_000_000 };
  expect((await world.book(date, most)).services).toEqual([
    { code: 'OIL', name: 'Oil change', qty: 50, price_cents: 7900 },
  ]);
});

test('a new card goes just below the lowest scheduled card that starts no later, or to the top, over HTTP', async () => {
  const date = aDate();
  const at = (hour: number) => world.book(date, hours(date, hour));
  const [ten, twelve] = [await at(10), await at(12)];
  await world.reorder(twelve, 0);
  const [eleven, nine] = [await at(11), await at(9)];
  const same = await at(10);
  expect(await order(date)).toEqual([nine.id, twelve.id, ten.id, same.id, eleven.id]);
});

test('an appointment may lie in the past', async () => {
  expect(await world.book('1999-12-31')).toMatchObject({ date: '1999-12-31', status: 'scheduled' });
});

test('a PATCH changes what it names, in one version, and its status it cannot', async () => {
  const date = aDate();
  const card = await world.book(date);
  const { data } = await world.patch(card, { notes: 'New', paid_cents: 7900, tech_id: world.techIds[1] });
  expect(data).toMatchObject({ version: 2, notes: 'New', paid_cents: 7900, tech_name: 'Rosa Diaz', revision: '2' });
  expect((await world.patch(data, { notes: null, tech_id: null })).data).toMatchObject({
    notes: null,
    tech_name: null,
  });
  const answer = await world.patch(card, { status: 'ready' });
  expect([answer.status, Object.keys(answer.body.error.details.fields)]).toEqual([400, ['status']]);
  const blind = await world.api('PATCH', `${APPOINTMENTS}/${card.id}`, { notes: 'x' });
  expect([blind.status, Object.keys(blind.body.error.details.fields)]).toEqual([400, ['expected_version']]);
});

test('a PATCH with the same values is 200 with the same version, no history and no revision, over HTTP', async () => {
  const date = aDate();
  const card = await world.book(date, { notes: 'N' });
  const { appt_start, appt_end, tech_id, notes, paid_cents } = card;
  const same = { appt_start, appt_end, tech_id, notes, paid_cents, service_codes: ['oil'] };
  expect((await world.patch(card, same)).data).toEqual(card);
  expect(await world.revision(date)).toBe(1);
  expect(await world.history(card.id)).toHaveLength(1);
});

test('409 comes before 400 for what a PATCH refers to', async () => {
  const card = await world.book(aDate());
  expect((await world.patch({ ...card, version: 7 }, { service_codes: ['NOPE'] })).status).toBe(409);
  expect((await world.patch(card, { service_codes: ['NOPE'] })).status).toBe(400);
  expect((await world.patch(card, { appt_end: card.appt_start })).body.error.details.fields).toHaveProperty('appt_end');
  expect((await world.patch({ id: UNKNOWN, version: 1 }, { service_codes: ['NOPE'] })).status).toBe(404);
});

test('lines that stay keep the price they had', async () => {
  const made = await world.api('POST', '/api/admin/services', { code: 'WASH', name: 'Wash', base_price_cents: 1500 });
  const card = await world.book(aDate(), { service_codes: ['WASH'] });
  await world.api('PATCH', `/api/admin/services/${made.data.id}`, { base_price_cents: 9999, name: 'Wash and wax' });
  const { data } = await world.patch(card, { service_codes: ['WASH', 'WASH', 'OIL'] });
  expect(data.services).toEqual([
    { code: 'WASH', name: 'Wash', qty: 2, price_cents: 1500 },
    { code: 'OIL', name: 'Oil change', qty: 1, price_cents: 7900 },
  ]);
  expect(data.total_cents).toBe(2 * 1500 + 7900);
});

test('rescheduled to another date: one version, one history item, one revision on each board, placed as a new one or at the end', async () => {
  const [from, to] = [aDate(), aDate()];
  const [late, early] = [await world.book(to, hours(to, 18)), await world.book(to, hours(to, 9))];
  const ready = await world.bookIn('ready', to);
  const [moving, working] = [await world.book(from), await world.bookIn('ready', from)];
  const before = [await world.revision(from), await world.revision(to)] as [number, number];
  const { data } = await world.patch(moving, hours(to, 12));
  expect(data).toMatchObject({ version: 2, date: to, position: 1, revision: String(before[1] + 1) });
  expect([await world.revision(from), await world.revision(to)]).toEqual([before[0] + 1, before[1] + 1]);
  expect((await world.history(moving.id)).map(({ type }) => type)).toEqual(['rescheduled', 'created']);
  expect(await order(to)).toEqual([early.id, moving.id, late.id]);
  expect((await world.patch(working, hours(to, 9))).data).toMatchObject({ status: 'ready', position: 1, date: to });
  expect(await order(to, 'ready')).toEqual([ready.id, working.id]);
  expect(await order(from)).toEqual([]);
});

test('rescheduled on the same date it keeps its place, over HTTP', async () => {
  const date = aDate();
  const [a, b] = [await world.book(date), await world.book(date)];
  expect((await world.patch(b, hours(date, 10))).data).toMatchObject({ position: 1, version: 2, date });
  expect(await order(date)).toEqual([a.id, b.id]);
});

test('a technician booked twice at once is allowed, and double_booked is on both cards until it ends', async () => {
  const date = aDate();
  const tech = { tech_id: world.techIds[0] };
  const a = await world.book(date, { ...hours(date, 9, 11), ...tech });
  const b = await world.book(date, { ...hours(date, 10, 12), ...tech });
  const after = await world.book(date, { ...hours(date, 12, 13), ...tech });
  expect([b.double_booked, after.double_booked]).toEqual([true, false]);
  expect(await world.card(a.id)).toMatchObject({ double_booked: true, version: 1 });
  await world.cancel(b);
  expect(await world.card(a.id)).toMatchObject({ double_booked: false, version: 1 });
});

test('a cancellation takes a version, answers the final card, and then all but its history is 404', async () => {
  const date = aDate();
  const [a, b] = [await world.bookIn('ready', date), await world.bookIn('ready', date)];
  const revision = await world.revision(date);
  const { data } = await world.cancel(a);
  expect(data).toMatchObject({ id: a.id, version: a.version + 1, status: 'ready', position: 0, date });
  expect(data.revision).toBe(String(revision + 1));
  expect(await order(date, 'ready')).toEqual([b.id]);
  const one = { id: a.id, version: data.version };
  const answers = [
    await world.api('GET', `${APPOINTMENTS}/${a.id}`),
    await world.move(one, 'completed'),
    await world.reorder(one, 0),
    await world.patch(one, { notes: 'x' }),
    await world.cancel(one),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
  expect((await world.history(a.id))[0]).toMatchObject({ version: data.version, type: 'cancelled' });
  const missing = await world.api('DELETE', `${APPOINTMENTS}/${b.id}`);
  expect([missing.status, Object.keys(missing.body.error.details.fields)]).toEqual([400, ['expected_version']]);
});

test('the list has every filter, alone and together, and a total order; unknown parameters are ignored', async () => {
  const [one, two] = [aDate(), aDate()];
  const customer = (await world.api('POST', '/api/admin/customers', { name: 'Zoë Quill', phone: '+1 555 010 7777' }))
    .data;
  const vehicle = (
    await world.api('POST', '/api/admin/vehicles', {
      customer_id: customer.id,
      make: 'Saab',
      model: '900',
      license_plate: 'ZQ-77',
    })
  ).data;
  const zoe = { customer_id: customer.id, vehicle_id: vehicle.id };
  const a = await world.book(one, { ...zoe, tech_id: world.techIds[0] });
  const b = await world.book(two, { ...zoe, notes: 'bring 100% coolant', service_codes: ['BRAKES'] });
  await world.move(b, 'in_progress');
  const gone = await world.book(two, zoe);
  await world.cancel(gone);
  const c = await world.book(two, { tech_id: world.techIds[1] });
  const found = async (query: string) =>
    (await world.api('GET', `${APPOINTMENTS}?from=${one}&to=${two}&${query}`)).data.items.map(({ id }: Thing) => id);
  const at = (start: Thing) => start.id;
  // Latest start first, then by id.
  expect(await found('')).toEqual([...[b, c].map(at).toSorted(), a.id]);
  expect(await found(`date=${one}`)).toEqual([a.id]);
  expect(await found(`customer_id=${customer.id}`)).toEqual([b.id, a.id]);
  expect(await found(`vehicle_id=${vehicle.id}&status=in_progress`)).toEqual([b.id]);
  expect(await found(`tech_id=${world.techIds[1]}`)).toEqual([c.id]);
  for (const id of ['customer_id', 'vehicle_id', 'tech_id']) expect(await found(`${id}=nobody`)).toEqual([]);
  for (const search of ['zoë', '5550107777', '900', 'zq-77'])
    expect(await found(`search=${search}`), search).toEqual([b.id, a.id]);
  for (const search of ['100%25 cool', 'brake', 'BRAKES'])
    expect(await found(`search=${search}`), search).toEqual([b.id]);
  // With letters it is no phone, though every phone here has a 5.
  expect(await found('search=brake+5')).toEqual([]);
  expect(await found('search=&surprise=1')).toHaveLength(3);
  const page = async (n: number) =>
    (await world.api('GET', `${APPOINTMENTS}?from=${one}&to=${two}&page=${n}&page_size=2`)).data;
  expect(await page(2)).toMatchObject({ total: 3, page: 2, page_size: 2, pages: 2, items: [{ id: a.id }] });
  expect(await page(3)).toMatchObject({ total: 3, pages: 2, items: [] });
  expect((await world.api('GET', `${APPOINTMENTS}?date=2150-01-01`)).data).toMatchObject({
    total: 0,
    pages: 0,
    items: [],
  });
  for (const query of ['page=0', 'page_size=201', 'page_size=0', 'status=gone', `search=${'x'.repeat(201)}`])
    expect((await world.api('GET', `${APPOINTMENTS}?${query}`)).status, query).toBe(400);
});

test("what an appointment refers to must be of this shop: another shop's customer, vehicle, technician and service do not count", async () => {
  const other = await world.another({ id: '0190a0b0-0000-7000-8000-00000000d00d', name: 'Other', time_zone: 'UTC' });
  const date = aDate();
  const card = await world.book(date, { tech_id: world.techIds[0] });
  const answer = await other.api('POST', APPOINTMENTS, newAppointment(world, date));
  expect([answer.status, Object.keys(answer.body.error.details.fields)]).toEqual([400, ['customer_id']]);
  expect((await other.api('GET', `${APPOINTMENTS}?date=${date}`)).data.total).toBe(0);
  expect((await other.api('GET', `${APPOINTMENTS}/${card.id}`)).status).toBe(404);
});
