import { hasValidCheckDigit, STATUSES } from '@edgar-auto-shop/contract';
import { expect, test } from 'vitest';
import { DAY_COUNTS, type DayPlan, type PlannedJob, planDay } from './plan-day.ts';

const QUARTERS = Array.from({ length: 96 }, (_, i) => i * 15);
const SEEDS = [0, 1, 2, 7, 42, 2_147_483_647];
const everyPlan = SEEDS.flatMap((seed) => QUARTERS.map((now) => ({ seed, now, plan: planDay(seed, now) })));

const count = (plan: DayPlan, is: (job: PlannedJob) => boolean) => plan.jobs.filter(is).length;
const overlapping = ({ jobs }: DayPlan) =>
  jobs.flatMap((one, i) =>
    jobs
      .slice(i + 1)
      .filter(
        (other) => one.lane !== null && one.lane === other.lane && one.start < other.end && other.start < one.end,
      ),
  );

test('the same seed and the same quarter of an hour give the same day, another seed another', () => {
  expect(planDay(7, 601)).toEqual(planDay(7, 614));
  expect(planDay(7, 600).customers).toEqual(planDay(7, 1200).customers);
  expect(planDay(7, 600).vehicles).toEqual(planDay(7, 1200).vehicles);
  expect(planDay(7, 600).customers).not.toEqual(planDay(8, 600).customers);
});

test('whatever the seed and the time of day, no column is empty and the numbers are those told', () => {
  for (const { seed, now, plan } of everyPlan) {
    const at = `seed ${seed} at minute ${now}`;
    for (const status of STATUSES)
      expect(
        count(plan, (job) => job.status === status),
        `${status}, ${at}`,
      ).not.toBe(0);
    const { technicians, services, customers, vehicles, jobs } = plan;
    expect(
      [technicians, services, customers, vehicles, jobs].map(({ length }) => length),
      at,
    ).toEqual(Object.values(DAY_COUNTS));
  }
});

test('every job is on its date, one pair is double-booked, and nobody else is', () => {
  for (const { seed, now, plan } of everyPlan) {
    const at = `seed ${seed} at minute ${now}`;
    for (const { start, end } of plan.jobs) {
      expect(start, at).toBeGreaterThanOrEqual(0);
      expect(start, at).toBeLessThan(24 * 60);
      expect(end, at).toBeGreaterThan(start);
    }
    expect(overlapping(plan), at).toHaveLength(1);
  }
});

test('some are late: scheduled whose start and in_progress whose end has passed; from half past twelve at night on', () => {
  for (const { seed, now, plan } of everyPlan.filter((it) => it.now >= 30)) {
    const at = `seed ${seed} at minute ${now}`;
    expect(
      count(plan, ({ status, start }) => status === 'scheduled' && start < now),
      at,
    ).toBeGreaterThan(0);
    expect(
      count(plan, ({ status, end }) => status === 'in_progress' && end <= now),
      at,
    ).toBeGreaterThan(0);
  }
});

test('statuses fit the time: little is done at dawn, half at noon, nearly all at night', () => {
  for (const seed of SEEDS) {
    const open = (now: number) => count(planDay(seed, now), ({ status }) => status === 'scheduled');
    const done = (now: number) => count(planDay(seed, now), ({ status }) => status === 'completed');
    expect([open(360), done(360)]).toEqual([19, 1]);
    expect(open(720)).toBeGreaterThan(6);
    expect(done(720)).toBeGreaterThan(3);
    expect([open(1350), done(1350)]).toEqual([3, 15]);
  }
});

test('two thirds of the jobs lie in the working day, which begins at 7:30 and ends by 18:00', () => {
  for (const { plan } of everyPlan) {
    const inside = plan.jobs.filter(({ start, end }) => start >= 450 && end <= 1080);
    expect(inside.length).toBeGreaterThanOrEqual(16);
    expect(Math.min(...inside.map(({ start }) => start))).toBeLessThanOrEqual(465);
    expect(Math.max(...inside.map(({ end }) => end))).toBeGreaterThanOrEqual(900);
  }
});

test('one job is long, something is paid and something partly, one customer has two vehicles', () => {
  for (const { plan } of everyPlan) {
    expect(count(plan, ({ start, end }) => end - start >= 240)).toBe(1);
    expect(count(plan, ({ payment }) => payment === 'all')).toBeGreaterThan(1);
    expect(count(plan, ({ payment }) => payment === 'half')).toBeGreaterThan(1);
    expect(count(plan, ({ payment }) => payment === 'none')).toBeGreaterThan(1);
    const owners = plan.vehicles.map(({ owner }) => owner);
    expect(new Set(owners).size).toBe(owners.length - 1);
    expect(new Set(plan.jobs.map(({ vehicle }) => vehicle)).size).toBe(plan.jobs.length);
  }
});

test('vehicles have plates and VINs of their own, all with the right check digit and year', () => {
  for (const seed of SEEDS) {
    const { vehicles } = planDay(seed, 720);
    for (const { vin, license_plate, year } of vehicles) {
      expect(vin).toMatch(/^[A-HJ-NPR-Z0-9]{17}$/);
      expect(hasValidCheckDigit(vin as string), vin as string).toBe(true);
      expect('9ABCDEFGHJKLMNP'[(year as number) - 2009]).toBe(vin?.[9]);
      expect(license_plate).toMatch(/^[6-9][B-Z]{3}\d{3}$/);
    }
    expect(new Set(vehicles.map(({ vin }) => vin)).size).toBe(vehicles.length);
    expect(new Set(vehicles.map((it) => it.license_plate)).size).toBe(vehicles.length);
    expect(new Set(vehicles.map(({ make, model }) => `${make} ${model}`)).size).toBe(vehicles.length);
  }
});

test('nobody changes the oil of an electric vehicle', () => {
  for (const { plan } of everyPlan) {
    for (const { vehicle, codes, notes } of plan.jobs) {
      if (!['Leaf', 'Model 3'].includes(plan.vehicles[vehicle]?.model ?? '')) continue;
      for (const code of ['OIL', 'COOLANT', 'STARTER', 'ALTERNATOR', 'BELT']) expect(codes).not.toContain(code);
      expect(notes ?? '').not.toMatch(/revs|P0420/);
    }
  }
});

test('nobody real can be called or written to, and hard names, gates, dogs and Spanish are always there', () => {
  for (const seed of SEEDS) {
    const { customers, jobs } = planDay(seed, 720);
    expect(new Set(customers.map(({ name }) => name)).size).toBe(customers.length);
    expect(new Set(customers.map(({ phone }) => phone)).size).toBe(customers.length);
    for (const { phone, email } of customers) {
      expect(phone).toMatch(/^\(\d{3}\) 555-01\d\d$/);
      if (email !== null) expect(email).toMatch(/^[a-z-]+\.[a-z-]+@example\.com$/);
    }
    expect(customers.some(({ name }) => name.length >= 40)).toBe(true);
    expect(customers.some(({ name }) => /[ñéáí]/.test(name))).toBe(true);
    const notes = jobs.map((job) => job.notes).join('\n');
    for (const word of [/Gate code/, /Dog in the yard/, /bebé dormido/, /portón/, /lockbox/])
      expect(notes).toMatch(word);
  }
});
