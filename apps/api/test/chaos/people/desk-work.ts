import { randomUUID } from 'node:crypto';
import type { Customer } from '@edgar-auto-shop/contract';
import type { Booking, CardSeen, NameAnswer, Rename } from '@edgar-auto-shop/testing';
import type { Random } from '../random.ts';
import { tellCodes } from './booking-of.ts';
import { APPOINTMENTS, type Change, changeOf } from './change.ts';
import type { Owner, Shop } from './shop.ts';
import type { Request } from './write-until-settled.ts';

/** What an appointment is to be booked for, as it goes over the wire. */
export type Wish = Omit<Booking, 'service_codes'> & { service_codes: string[] };

const HALF_HOUR_MS = 1_800_000;

/** Within the opening hours of a date, so that a job is over before the next date begins. */
export function chooseWish(random: Random, date: string, { serviceCodes, techIds }: Shop): Wish {
  const start = Date.parse(`${date}T15:00:00Z`) + random.below(14) * HALF_HOUR_MS;
  const end = start + (1 + random.below(3)) * HALF_HOUR_MS;
  return {
    appt_start: new Date(start).toISOString(),
    appt_end: new Date(end).toISOString(),
    tech_id: random.pick([null, ...techIds]),
    notes: random.pick([null, `gate ${random.below(100)}`]),
    paid_cents: 100 * random.below(50),
    service_codes: Array.from({ length: 1 + random.below(3) }, () => random.pick(serviceCodes)),
  };
}

/** A wish as it is recorded. */
const asked = ({ service_codes, ...rest }: Partial<Wish>): Partial<Booking> => ({
  ...rest,
  ...(service_codes ? { service_codes: tellCodes(service_codes) } : {}),
});

export function book(client: string, date: string, owner: Owner, wish: Wish): Change {
  const body = { customer_id: owner.id, vehicle_id: owner.vehicleId, ...wish };
  const deed = { client, kind: 'book', date, asked: asked(wish), tell: `book ${JSON.stringify(wish)}` } as const;
  const { write, request } = changeOf(deed, { method: 'POST', path: APPOINTMENTS, body });
  const read: typeof request.read = (data) => {
    // Its id is known with the first answer that tells it.
    write.card = (data as { id: string }).id;
    return request.read(data);
  };
  return { write, request: { ...request, read } };
}

/** Some of what a card is booked for. */
export function choosePatch(random: Random, client: string, date: string, card: CardSeen, shop: Shop): Change {
  const { appt_start, appt_end, tech_id, notes, paid_cents, service_codes } = chooseWish(random, date, shop);
  const fields: Partial<Wish> = random.pick([
    { appt_start, appt_end },
    { appt_start, appt_end, tech_id },
    { tech_id },
    { notes, paid_cents },
    { service_codes },
  ]);
  const deed = {
    client,
    kind: 'patch',
    date,
    card,
    asked: asked(fields),
    tell: `patch ${JSON.stringify(fields)}`,
  } as const;
  const body = { ...fields, expected_version: card.version };
  return changeOf(deed, { method: 'PATCH', path: `${APPOINTMENTS}/${card.id}`, body });
}

export const cancel = (client: string, date: string, card: CardSeen): Change =>
  changeOf(
    { client, kind: 'cancel', date, card, tell: 'cancel' },
    { method: 'DELETE', path: `${APPOINTMENTS}/${card.id}?expected_version=${card.version}` },
  );

/** A name that nobody had or gets; whether anybody else gave one meanwhile is not asked. */
export function rename(client: string, owner: Owner): { write: Rename; request: Request<NameAnswer> } {
  const key = randomUUID();
  const name = `${owner.firstName} ${key.slice(0, 8)}`;
  const write: Rename = { client, key, customer: owner.id, name, attempts: [] };
  const read = ({ version, name }: Customer): NameAnswer => ({ version, name });
  const path = `/api/admin/customers/${owner.id}`;
  return { write, request: { method: 'PATCH', path, body: { name }, expectedVersion: null, read } };
}
