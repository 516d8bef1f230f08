import type { NewCustomer, NewService, NewTechnician, NewVehicle } from '@edgar-auto-shop/contract';
import { type Payment, SLOTS, STEP, type TimedSlot, timeSlots } from './day-shape.ts';
import {
  ALWAYS_THERE,
  AREA_CODES,
  COLORS,
  MODELS,
  type Model,
  PEOPLE,
  type Person,
  TECHNICIANS,
} from './demo-people.ts';
import { ACCESS_NOTES, JOBS, type JobKind, type JobSize, PRICE_LIST } from './demo-work.ts';
import { type Random, randomFrom } from './random.ts';
import { makePlate, makeVin } from './vehicle-numbers.ts';

/** One appointment to be: whose, what, when, and how far it has come. */
export interface PlannedJob extends Pick<TimedSlot, 'start' | 'end' | 'status' | 'lane'> {
  /** An index of the plan's vehicles. */
  vehicle: number;
  codes: readonly string[];
  notes: string | null;
  payment: Payment;
}

/** A whole day, before any of it is in a database. */
export interface DayPlan {
  technicians: readonly [NewTechnician, ...NewTechnician[]];
  services: readonly NewService[];
  customers: NewCustomer[];
  /** `owner` is an index of the customers. */
  vehicles: (Omit<NewVehicle, 'customer_id'> & { owner: number })[];
  /** By start. */
  jobs: PlannedJob[];
}

const services = PRICE_LIST.map(({ engine: _, ...service }): NewService => service);
const priced = new Map(PRICE_LIST.map((service) => [service.code, service]));
const VEHICLES = SLOTS.length;
/** One of them has two vehicles. */
const CUSTOMERS = VEHICLES - 1;

/** How much of each there is, whatever the seed. */
export const DAY_COUNTS = {
  technicians: TECHNICIANS.length,
  services: PRICE_LIST.length,
  customers: CUSTOMERS,
  vehicles: VEHICLES,
  appointments: SLOTS.length,
};

/**
 * Makes up a day: the same seed and the same quarter of an hour give the same day, to the letter.
 *
 * @param now minutes since midnight on the shop's clocks
 */
export function planDay(seed: number, now: number): DayPlan {
  const random = randomFrom(seed);
  const kinds = chooseJobs(random);
  const models = chooseModels(kinds, random);
  const minutes = kinds.map(({ codes }) => codes.reduce((sum, code) => sum + (priced.get(code)?.est_minutes ?? 0), 0));
  const drives = SLOTS.map(() => STEP * Math.floor(random.below(3) / 2));
  const access = random.shuffled([...ACCESS_NOTES, ...Array<string>(SLOTS.length - ACCESS_NOTES.length).fill('')]);
  const owners = random.shuffled([0, ...Array.from({ length: CUSTOMERS }, (_, i) => i)]);
  const jobs = timeSlots(minutes, Math.floor(now / STEP) * STEP, drives).map((slot, i): PlannedJob => {
    const { codes, notes } = kinds[i] as JobKind;
    const { start, end, status, lane } = slot;
    const text = [random.pick(notes), access[i]].filter(Boolean).join(' ');
    // Drawn for every job, so that what is drawn next does not depend on the time of day.
    const habit = random.pick<Payment>(['all', 'all', 'all', 'half', 'none']);
    const payment = slot.payment ?? (status === 'completed' ? habit : 'none');
    return { vehicle: i, start, end, status, lane, codes, notes: text || null, payment };
  });
  return {
    technicians: TECHNICIANS,
    services,
    customers: makeCustomers(random),
    vehicles: models.map((model, i) => ({ owner: owners[i] as number, ...makeVehicle(model, random) })),
    jobs: jobs.toSorted((a, b) => a.start - b.start || a.vehicle - b.vehicle),
  };
}

/** A kind for each slot; one comes again only when all of its size have been. */
function chooseJobs(random: Random): JobKind[] {
  const left: Record<JobSize, JobKind[]> = { quick: [], short: [], medium: [], long: [] };
  return SLOTS.map(({ size }) => {
    if (left[size].length === 0) left[size] = random.shuffled(JOBS[size]);
    return left[size].pop() as JobKind;
  });
}

/** A model for each job, none of them twice; nobody changes the oil of an electric one. */
function chooseModels(kinds: readonly JobKind[], random: Random): Model[] {
  const left = random.shuffled(MODELS);
  return kinds.map(({ codes, ...kind }) => {
    const engine = kind.engine === true || codes.some((code) => priced.get(code)?.engine === true);
    const index = left.findIndex((model) => !(engine && model.electric));
    return left.splice(index, 1)[0] as Model;
  });
}

function makeCustomers(random: Random): NewCustomer[] {
  const lines = random.shuffled(Array.from({ length: 100 }, (_, i) => 100 + i));
  const others = random.shuffled(PEOPLE.slice(ALWAYS_THERE)).slice(0, CUSTOMERS - ALWAYS_THERE);
  const people = random.shuffled([...PEOPLE.slice(0, ALWAYS_THERE), ...others]);
  return people.map((person, i): NewCustomer => {
    const { name, address, notes } = person;
    const phone = `(${random.pick(AREA_CODES)}) 555-0${lines[i]}`;
    return { name, phone, email: emailOf(person), address, notes: notes ?? null };
  });
}

/** `José Ángel Núñez` is `jose.nunez@example.com`. */
function emailOf({ name, email }: Person): string | null {
  if (email === false) return null;
  const latin = name.normalize('NFKD').replace(/ø/gi, 'o').replace(/þ/gi, 'th').replace(/ð/gi, 'd');
  const words = latin
    .toLowerCase()
    .replace(/\(.*\)|[^a-z -]/g, '')
    .split(' ')
    .filter(Boolean);
  return `${words[0]}.${words.at(-1)}@example.com`;
}

function makeVehicle(model: Model, random: Random) {
  const [first, last] = model.years;
  const year = first + random.below(last - first + 1);
  return {
    year,
    make: model.make,
    model: model.model,
    color: random.pick(COLORS),
    license_plate: makePlate(random),
    vin: makeVin(model, year, random),
  };
}
